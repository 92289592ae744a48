"""What tags mean here: the author's own tag always stays as it is, and is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils import timezone

from fanfold.archive import outbox
from fanfold.archive.models import Tag, TagKind, TagMapping, Work
from fanfold.archive.models.columns import TITLE
from fanfold.archive.naming import tag_of
from fanfold.archive.steps import Doing, step
from fanfold.errors import NotFoundError, RefusedDecisionError


class Relation(StrEnum):
    """How a tag stands to what it is mapped to.

    CANONICAL: it is the form the archive uses. SYNONYM: another form of the target.
    PARENT: the target is what it belongs under. NOT_MAPPED: it stands for itself.
    """

    CANONICAL = "canonical"
    SYNONYM = "synonym"
    PARENT = "parent"
    NOT_MAPPED = "not-mapped"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one tag means. tag: its public id; target: the name it leads to, or ""."""

    tag: str
    relation: Relation
    target: str = ""


#: A tag is one of these at a time; it may have parents beside.
ONE = (Relation.CANONICAL, Relation.SYNONYM, Relation.NOT_MAPPED)


def map_tags(
    ids: Sequence[str],
    relation: Relation,
    *,
    by: str,
    target: str = "",
    why: str = "",
) -> int:
    """Say what tags mean, as one step; return how many mappings it changed.

    target: the name of the tag that is meant, of the same kind; made where there is
    none yet. Raises NotFoundError for a tag that is not there, RefusedDecisionError
    where a target is missing, is the tag itself, or would lead in a circle.
    """
    answers = [Answer(each, relation, target) for each in dict.fromkeys(ids)]
    return answer_tags(answers, by=by, why=why)


def answer_tags(answers: Sequence[Answer], *, by: str, why: str = "") -> int:
    """Say of each tag what it means, as one step; return how many mappings it changed.

    Raises what `map_tags` raises; nothing is changed then.
    """
    answers = [replace(each, target=_cleaned(each.target)) for each in answers]
    for each in answers:
        leads = each.relation in (Relation.SYNONYM, Relation.PARENT)
        if leads != bool(each.target):
            raise RefusedDecisionError(
                "A synonym or a parent needs a tag it leads to, the others have none. "
                "Nothing was changed."
            )
    tags = {tag.public: tag for tag in _tags([each.tag for each in answers])}
    with step("map-tag", by=by, why=why) as doing:
        return sum(
            _map(tags[each.tag], each.relation, each.target, doing) for each in answers
        )


def _cleaned(target: str) -> str:
    name = " ".join(target.replace("\0", " ").split())
    if len(name) > TITLE:
        raise RefusedDecisionError(
            f"A tag's name has at most {TITLE} letters; “{name[:40]}…” has "
            f"{len(name)}. Nothing was changed."
        )
    return name


def unmap_tags(ids: Sequence[str], *, by: str, why: str = "") -> int:
    """Take every mapping from tags, as one step; return how many had one."""
    with step("unmap-tag", by=by, why=why) as doing:
        return sum(_clear(tag, tuple(Relation), doing) for tag in _tags(ids))


def _tags(ids: Sequence[str]) -> list[Tag]:
    found = list(Tag.objects.filter(public__in=ids).order_by("pk"))
    if len(found) < len(set(ids)):
        raise NotFoundError("One of these tags is not there. Nothing was changed.")
    return found


def _map(tag: Tag, relation: Relation, target: str, doing: Doing) -> bool:
    to = tag_of(TagKind(tag.kind), target, type_=tag.type) if target else None
    if to is not None:
        refuse_circle(tag, to)
    same = tag.mappings.filter(relation=relation.value, target=to)
    if same.exists():
        return False
    if relation in ONE:
        _clear(tag, ONE, doing, tell=False)
    doing.add(
        TagMapping(
            tag=tag,
            relation=relation.value,
            target=to,
            by=doing.step.by,
            at=timezone.now(),
        )
    )
    _tell(tag, doing, relation=relation.value)
    return True


def _clear(
    tag: Tag, relations: Sequence[Relation], doing: Doing, *, tell: bool = True
) -> bool:
    held = list(tag.mappings.filter(relation__in=[each.value for each in relations]))
    for each in held:
        doing.remove(each)
    if held and tell:
        _tell(tag, doing)
    return bool(held)


def _tell(tag: Tag, doing: Doing, **details: str) -> None:
    """Note the mapping, and let the index hear of every work with the tag."""
    doing.note(tag.public, **details)
    tell_works_with(tag)


def tell_works_with(tag: Tag) -> None:
    """Let the index hear of every work that bears a tag, or one that leads to it."""
    works = Work.objects.filter(taggings__tag__in=_led_to(tag)).distinct()
    for public in works.values_list("public", flat=True).order_by("pk"):
        outbox.tell(public)


def _led_to(tag: Tag) -> set[int]:
    """Return the tag and all that are mapped to it, over any number of steps."""
    found, left = {tag.pk}, {tag.pk}
    while left:
        mapped = TagMapping.objects.filter(target__in=left)
        left = set(mapped.values_list("tag", flat=True)) - found
        found |= left
    return found


def refuse_circle(tag: Tag, to: Tag) -> None:
    """Follow where the target leads; back to the tag itself would have no end."""
    seen: set[int] = set()
    open_ = [to]
    while open_:
        each = open_.pop()
        if each.pk == tag.pk:
            raise RefusedDecisionError(
                f"“{tag.name}” would lead to itself. Nothing was changed."
            )
        if each.pk not in seen:
            seen.add(each.pk)
            mapped = each.mappings.exclude(target=None).select_related("target")
            open_ += [mapping.target for mapping in mapped if mapping.target]
