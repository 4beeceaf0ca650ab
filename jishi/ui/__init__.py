"""The design system: frame, components, list pages, drafts, the gallery.

It knows no person, place or rule of the platform; rooms above hand it words and figures. `/ui/gallery/` shows
every component in every state.

A list page, in the room that owns the rows::

    ROSTER = ListSpec(                                   # presenters
        page="registry:roster", title="花名册", unit="人", default_sort="name",
        columns=(Column("name", "姓名", sortable=True, card="title"), Column("grade", "等级", "end"), …),
        filters=(Filter("q", "关键词", "search", primary=True, hint="姓名、拼音、证件号尾号"), …),
    )

    def roster(request):                                 # views
        state = ListState.read(request.GET, ROSTER, preference_of(account, ROSTER.page))
        found = people_visible_to(…, q=state.value("q"), streets=state.choices("street"))
        window = state.window(found.count())
        rows = [row_of(person, state.columns) for person in found[window.start:window.stop]]
        return list_response(request, ListPage(
            state, window, rows,
            tabs=(built_in_tab(state, "全部", ""), built_in_tab(state, "合同 30 天到期", "due=30", 9)),
            saved=saved_tabs(state, views_of(account, ROSTER.page)),
            primary=Link("办理异动", "…", "plus"), batches=(Batch("发核查", "…"),), export_url="…",
        ))

    def row_of(person, columns):                         # presenters: cells in the order of `columns`
        cells = {"name": Cell(person.name), "grade": Cell(str(person.grade)), "state": Cell("在岗", "ok")}
        return Row(person.uid, person.name, [cells[column.key] for column in columns],
                   url="…", drawer_url="…?drawer=1", actions=(Link("详情", "…"),))

A batch button posts `key` (many), or `whole=1` with `query` (the list's own query string, read again with
`ListState.read(QueryDict(query), …)`) when the whole result was chosen.

A detail page extends `ui/base.html`, loads `jishi` and is made of components alone::

    {% detail_head title=person.name tags=tags facts=key_facts %}<a …>编辑</a>{% enddetail_head %}
    {% tabs tabs=tabs label="档案" %}
    <div class="split"><div class="stack">{% panel title="任职" %}…{% endpanel %}</div>
    <div class="stack">{% panel title="经过" %}{% timeline entries %}{% endpanel %}</div></div>

A drawer answers the same view with a part of the page (`wants_part(request)`), headed by `<h2>` words.
A form keeps itself as a draft with `data-draft-key="registry:person:…"` and `data-draft-title="…"`;
`<form method="post" data-guard>` is sent once only and survives a lost connection. Its save button carries
`data-save-draft`, its edit link `data-edit`, agreeing and returning `data-agree` and `data-return`.
"""
