"""Whether a case came out exactly as its line says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fanfold.text.house import clean
from tests.badinputs.cases import ours
from tests.badinputs.trial import Trial


def missed(trial: Trial) -> list[str]:
    """Return what is not as the case wants it, in words; nothing when all is."""
    return [*_CHECKS[trial.case.outcome](trial), *_text(trial)]


def _accepted(trial: Trial) -> Iterator[str]:
    yield from _counted(trial)
    yield from (said for code in trial.case.warn for said in _reported(trial, code))


def _partly(trial: Trial) -> Iterator[str]:
    yield from _counted(trial)
    yield from _reported(trial, trial.case.code or "")


def _quarantined(trial: Trial) -> Iterator[str]:
    if trial.works:
        yield f"it gave works: {[work.title for work in trial.works]}"
    yield from _reported(trial, trial.case.code or "")


def _refused(trial: Trial) -> Iterator[str]:
    code = ours(trial.case.code or "", trial.case.kind)
    if trial.stopped is None:
        yield "it was not refused"
    elif not any(each in str(trial.stopped) for each in code):
        yield f"it says: {trial.stopped}"
    if trial.works or trial.controls or list(trial.store.digests()):
        yield "something was stored"


_CHECKS: dict[str, Callable[[Trial], Iterator[str]]] = {
    "accept": _accepted,
    "partial": _partly,
    "quarantine": _quarantined,
    "refuse": _refused,
}


def _counted(trial: Trial) -> Iterator[str]:
    wanted = trial.case.works
    if wanted is not None and len(trial.works) != wanted:
        titles = [work.title for work in trial.works]
        yield f"{len(titles)} works for {wanted}: {titles}"


def _reported(trial: Trial, code: str) -> Iterator[str]:
    if not trial.codes & set(ours(code, trial.case.kind)):
        yield f"{ours(code, trial.case.kind)} not among {sorted(trial.codes)}"


def _text(trial: Trial) -> Iterator[str]:
    html = [chapter.html for work in trial.works for chapter in work.chapters]
    text = [chapter.text for work in trial.works for chapter in work.chapters]
    told = [word for work in trial.works for word in (work.title, *work.authors)]
    seen = "\n".join([*html, *text, *told])
    for word in trial.case.keep:
        if word not in seen:
            yield f"{word!r} is gone from {seen[:300]!r}"
    shown = "\n".join(map(clean, html)).lower()
    for word in trial.case.forbid:
        if word.lower() in shown:
            yield f"{word!r} is shown"
