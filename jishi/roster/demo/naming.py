"""Names for people and places of the demo district, put together from common parts."""

from __future__ import annotations

from itertools import islice, product

from jishi.roster.demo.dice import Dice

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN = (
    "安宁文静思远清明晓晨嘉瑞子涵雨欣怡然若溪佳慧志远建国海燕春华秋实立新永康德庆国平玉兰金凤学勤爱民卫东红梅"
    "丽娟秀英桂芳素云凯旋宇航浩然俊杰博雅书琴乐瑶可心亦舒景行知行望舒云帆致和守正开来承志启明向阳长青"
)
_STREETS = ("东城", "北苑", "湖滨", "南苑", "西关", "新港", "文昌", "桂湖")
_FORE = (
    "桂松柏梧桐杏桃枫竹兰荷菊莲榆槐柳春夏秋晨朝阳明清碧金银玉翠锦绣祥瑞福康安宁和泰平顺永长兴隆丰盛华荣文雅学府"
    "望观听临东西南北中新"
)
_REAR = "园苑庭湾桥塘溪河湖山岭坡台阁轩里坊巷门桥井泉林岗洲港渡街城府景悦澜庐畔滨"


def person_name(dice: Dice) -> str:
    """A surname and one or two given characters."""
    given = dice.one_of(_GIVEN) + (dice.one_of(_GIVEN) if dice.chance(85) else "")
    return dice.one_of(_SURNAMES) + given


def street_names(count: int) -> list[str]:
    """As many different streets as asked for; the first eight are always the same."""
    further = (name for name in _pairs() if name not in _STREETS)
    return [f"{name}街道" for name in (*_STREETS[:count], *islice(further, max(0, count - len(_STREETS))))]


def community_names(count: int, dice: Dice) -> list[str]:
    """As many different communities as asked for."""
    numbered = (f"{name}{number}" for number in ("", *"一二三四五六七八九") for name in _pairs())
    return [f"{name}社区" for name in dice.shuffled(list(islice(numbered, max(count, 500))))[:count]]


def _pairs() -> list[str]:
    """Every two-character place name, all different."""
    return list(dict.fromkeys(fore + rear for fore, rear in product(_FORE, _REAR)))
