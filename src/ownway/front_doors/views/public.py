"""The public first page and the plain pages under every footer."""

from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ownway.support.contact.queries import advice


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "front_doors/home.html", {"questions": advice.published_advice()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "front_doors/accessibility.html")


@require_safe
def your_information(request: HttpRequest) -> HttpResponse:
    return render(request, "front_doors/your_information.html")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The process is up; says nothing of the database."""
    return JsonResponse({"up": True})


@require_safe
def readiness(request: HttpRequest) -> HttpResponse:
    """The database answers and its migrations are applied."""
    try:
        executor = MigrationExecutor(connections["default"])
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse(
        {"ready": not waiting, "database": True, "migrations_waiting": waiting},
        status=503 if waiting else 200,
    )
