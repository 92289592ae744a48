"""Every address of the desk. Each name has a rule in access.py."""

from __future__ import annotations

from django.urls import path

from fanfold.web.pages.desk import (
    after,
    claims,
    front,
    gatherings,
    import_back,
    import_report,
    import_show,
    imports,
    ledger,
    letters,
    names,
    news,
    reports,
    review,
    review_item,
    rules,
    sending,
    tag_sheet,
    tags,
    work,
    works,
)

urlpatterns = [
    path("desk/", front.page, name="desk"),
    path("desk/claims/", claims.page, name="desk-claims"),
    path("desk/claims/<str:claim_id>/", claims.decide, name="desk-claim"),
    path("desk/news/", news.page, name="desk-news"),
    path("desk/news/<str:news_id>/", news.one, name="desk-news-one"),
    path("desk/after/", after.page, name="desk-after"),
    path(
        "desk/after/<str:row_id>/settle/",
        after.settle,
        name="desk-after-settle",
    ),
    path("desk/letters/", letters.page, name="desk-letters"),
    path("desk/letters/new/", letters.prepare, name="desk-letters-new"),
    path("desk/letters/<str:mailing_id>/", letters.one, name="desk-letter"),
    path(
        "desk/letters/<str:mailing_id>/sure/",
        letters.sure,
        name="desk-letter-sure",
    ),
    path(
        "desk/letters/<str:mailing_id>/stop/",
        letters.stop,
        name="desk-letter-stop",
    ),
    path(
        "desk/letters/<str:mailing_id>/record/",
        letters.record,
        name="desk-letter-record",
    ),
    path(
        "desk/letters/<str:mailing_id>/letters.<str:form>",
        letters.files,
        name="desk-letter-files",
    ),
    path("desk/tags/", tags.page, name="desk-tags"),
    path("desk/tags/answer/", tags.answer, name="desk-tags-answer"),
    path("desk/tags/sheet/", tag_sheet.page, name="desk-tag-sheet"),
    path("desk/tags/sheet/tags.csv", tag_sheet.out, name="desk-tag-sheet-out"),
    path("desk/imports/review/", review.list_page, name="desk-import-reviews"),
    path("desk/imports/<str:plan_id>/review/", review.queue, name="desk-import-review"),
    path(
        "desk/imports/<str:plan_id>/review/undo/",
        review.undo,
        name="desk-import-review-undo",
    ),
    path(
        "desk/imports/<str:plan_id>/review/on/",
        review.go_on,
        name="desk-import-review-on",
    ),
    path(
        "desk/imports/<str:plan_id>/review/alike/<str:group_id>/",
        review.group,
        name="desk-import-review-group",
    ),
    path(
        "desk/imports/<str:plan_id>/review/<str:key>/",
        review_item.page,
        name="desk-import-review-item",
    ),
    path(
        "desk/imports/<str:plan_id>/review/<str:key>/page/",
        review_item.as_page,
        name="desk-import-review-page",
    ),
    path("desk/rules/", rules.page, name="desk-rules"),
    path("desk/rules/<str:rule_id>/undo/", rules.take_back, name="desk-rule-undo"),
    path("desk/reports/", reports.page, name="desk-reports"),
    path("desk/reports/<str:report_id>/", reports.answer, name="desk-report"),
    path("desk/names/", names.list_page, name="desk-names"),
    path("desk/names/<str:creator_id>/", names.page, name="desk-name"),
    path("desk/names/<str:creator_id>/rename/", names.rename, name="desk-name-rename"),
    path("desk/names/<str:creator_id>/part/", names.part, name="desk-name-part"),
    path("desk/names/<str:creator_id>/join/", names.join, name="desk-name-join"),
    path("desk/works/", works.list_page, name="desk-works"),
    path("desk/works/do/", works.do, name="desk-works-do"),
    path("desk/works/<str:work_id>/", work.page, name="desk-work"),
    path("desk/works/<str:work_id>/edit/", work.edit, name="desk-work-edit"),
    path("desk/works/<str:work_id>/state/", work.state, name="desk-work-state"),
    path(
        "desk/works/<str:work_id>/chapters/",
        work.arrange,
        name="desk-work-chapters",
    ),
    path("desk/works/<str:work_id>/join/", work.join, name="desk-work-join"),
    path(
        "desk/works/<str:work_id>/chapters/<str:chapter_id>/",
        work.chapter,
        name="desk-chapter",
    ),
    path("desk/works/<str:work_id>/ties/", gatherings.tie, name="desk-work-ties"),
    path("desk/series/", gatherings.all_series, name="desk-all-series"),
    path("desk/series/new/", gatherings.new_series, name="desk-series-new"),
    path("desk/series/<str:series_id>/", gatherings.series, name="desk-series"),
    path(
        "desk/series/<str:series_id>/do/", gatherings.do_series, name="desk-series-do"
    ),
    path("desk/collections/", gatherings.all_collections, name="desk-all-collections"),
    path(
        "desk/collections/new/", gatherings.new_collection, name="desk-collection-new"
    ),
    path(
        "desk/collections/<str:collection_id>/",
        gatherings.collection,
        name="desk-collection",
    ),
    path(
        "desk/collections/<str:collection_id>/do/",
        gatherings.do_collection,
        name="desk-collection-do",
    ),
    path("desk/imports/", imports.list_page, name="desk-imports"),
    path("desk/imports/send/", sending.send, name="desk-imports-send"),
    path("desk/imports/path/", imports.from_path, name="desk-imports-path"),
    path("desk/imports/begin/", sending.begin, name="desk-imports-begin"),
    path("desk/imports/<str:arrival_id>/", imports.page, name="desk-import"),
    path("desk/imports/<str:arrival_id>/do/", imports.do, name="desk-import-do"),
    path("desk/imports/<str:arrival_id>/send/", sending.send, name="desk-import-send"),
    path(
        "desk/imports/<str:arrival_id>/files/",
        sending.expect,
        name="desk-import-expect",
    ),
    path(
        "desk/imports/<str:arrival_id>/files/<str:file_id>/",
        sending.piece,
        name="desk-import-piece",
    ),
    path(
        "desk/imports/<str:arrival_id>/take-back/",
        import_back.page,
        name="desk-import-back",
    ),
    path(
        "desk/imports/<str:arrival_id>/show/",
        import_show.show,
        name="desk-import-show",
    ),
    path(
        "desk/imports/<str:arrival_id>/seen/", imports.seen_as, name="desk-import-seen"
    ),
    path(
        "desk/imports/<str:arrival_id>/report/",
        import_report.page,
        name="desk-import-report",
    ),
    path(
        "desk/imports/<str:arrival_id>/report.json",
        import_report.as_json,
        name="desk-import-json",
    ),
    path(
        "desk/imports/<str:arrival_id>/report.csv",
        import_report.as_sheet,
        name="desk-import-sheet",
    ),
    path("desk/ledger/", ledger.page, name="desk-ledger"),
    path("desk/steps/<str:step_id>/", ledger.step, name="desk-step"),
    path("desk/steps/<str:step_id>/undo/", ledger.undo, name="desk-undo"),
]
