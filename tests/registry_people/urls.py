from django.urls import include, path

urlpatterns = [
    path("", include("jishi.access.urls")),
    path("", include("jishi.registry.urls")),
]
