"""What becomes of a work when its draft is accepted (docs/trip.md, its state)."""

from __future__ import annotations

from dataclasses import dataclass

from fanfold.model.permission import Permission
from fanfold.model.work import Audience, Stage, State, Visibility, Work


@dataclass(frozen=True, slots=True)
class Policy:
    """The archive's own wish, for works without a reason for another."""

    stage: Stage = Stage.SHOWN
    audience: Audience = Audience.MEMBERS

    def state_of(self, work: Work) -> State:
        """Return the state a work comes in with; the stricter reason wins."""
        stage, audience = self.stage, self.audience
        if work.permission is Permission.NONE:
            stage = Stage.HIDDEN
        elif work.visibility is Visibility.HIDDEN:
            stage = Stage.UNREVIEWED
        if work.visibility is Visibility.MEMBERS:
            audience = Audience.MEMBERS
        reveal = work.state.reveal_at if work.state else None
        gated = work.rating.gated or work.adult_gate
        return State(stage, audience, gated, reveal)


class HandedOn(Policy):
    """For works that another archive of ours hands on, each as it was there."""

    def state_of(self, work: Work) -> State:
        """Return the state it had; a draft or a work taken down there comes to nobody's
        eyes."""
        own = super().state_of(work)
        if work.state is None:
            return own
        known = work.state.stage in (Stage.SHOWN, Stage.HIDDEN, Stage.UNREVIEWED)
        return State(
            work.state.stage if known else Stage.UNREVIEWED,
            work.state.audience,
            work.state.gated or own.gated,
            work.state.reveal_at,
        )
