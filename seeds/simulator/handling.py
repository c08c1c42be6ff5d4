"""A demand that goes to a unit: dispatch, signing, handling with its turns, review, callback."""

from datetime import datetime, timedelta

from orders.lifecycle.levels import first_reached, next_due
from orders.lifecycle.snapshot import AssignmentFacts, UnitRef
from orders.states import AssignmentState, Verb
from seeds.simulator.opinion import callback_words, rework_reason, says_solved
from seeds.simulator.plan import PLAYED_ON, Turn
from seeds.simulator.story import Story, Waits
from units.actor import Actor
from units.roles import Role

_SATISFIED_FROM = 3
_MOST_CALLS = 3
_SWEEP = timedelta(seconds=30)  # the clock looks that often
_OF_OTHERS = (5, 5, 4, 4, 3, None)  # ratings of citizens whose orders were merged


class ByAUnit(Story):
    """The lead is asked for anew each time: a ruling may give the demand to another."""

    def way(self) -> Waits:
        yield from self._dispatch()
        yield from self._returned()
        yield from self._sign(self.lead)
        yield from self._assists_help()
        yield from self._contact()
        yield from self._clock_moved()
        yield from self._supervised()
        yield from self._handed_down()
        yield from self._complete()
        for n, rating in enumerate(self.plan.ratings):
            yield from self._reviewed(n)
            yield from self._called_back(rating)
            if n + 1 < len(self.plan.ratings):
                yield from self._rework()
        yield from self.until(self.pace.soon(self.at, (2, 30)))
        self.do(Verb.ARCHIVE, self.one_of(Role.REVIEWER))

    @property
    def lead(self) -> AssignmentFacts:
        """The lead that runs now."""
        lead = self.facts.lead
        if lead is None:
            raise LookupError(f"{self.facts.number} has no lead")
        return lead

    def clerk(self, on: AssignmentFacts) -> Actor:
        """Who acts for the unit."""
        return self.stage.city.clerks[on.unit_id]

    def _dispatch(self) -> Waits:
        assumed, turns = self.stage.assumed, self.plan.turns
        yield from self.until(self.pace.soon(self.at, assumed.dispatch_minutes))
        wanted = self._lead_to_be()
        proposed = self.stage.city.proposed(self.template.category, self.town.district)
        assists = [unit for unit in proposed.assists if unit.id != wanted.id][:1]
        self.do(
            Verb.DISPATCH,
            self.one_of(Role.DISPATCHER),
            lead=wanted,
            assists=assists if Turn.ASSISTED in turns else [],
            proposal=proposed.proposal,
            departure="" if wanted.id == proposed.lead.id else "按来电人说的情况，先请这个单位办",
            redacted="来电人反映的情况如标题，身份保密" if self.plan.confidential else "",
        )

    def _lead_to_be(self) -> UnitRef:
        """The catalogue's unit; a wrong one where the demand is to be moved, a platform where it is
        to be handed down."""
        city, turns = self.stage.city, self.plan.turns
        lead = city.proposed(self.template.category, self.town.district).lead
        if Turn.MOVED in turns:
            return city.bureau_besides(lead.id, self.draw)
        if Turn.HANDED_DOWN in turns and (platforms := city.platforms):
            return self.draw.choice(platforms)
        return lead

    def _returned(self) -> Waits:
        moved, upheld = (turn in self.plan.turns for turn in (Turn.MOVED, Turn.UPHELD))
        if not moved and not upheld:
            return
        on, assumed = self.lead, self.stage.assumed
        yield from self.until(self.pace.within(self.at, on.return_until, (0.05, 0.4)))
        self.do(
            Verb.ASK_RETURN,
            self.clerk(on),
            reason_id="return.not_mine",
            text=self.say("unit.returned"),
        )
        yield from self.until(self.pace.later(self.at, assumed.ruling_minutes))
        proposed = self.stage.city.proposed(self.template.category, self.town.district)
        self.do(
            Verb.RULE_RETURN,
            self.one_of(Role.DISPATCHER),
            assignment_id=on.id,
            verdict="moved" if moved else "upheld",
            unit=proposed.lead if moved else None,
            text=self.say("unit.moved" if moved else "unit.upheld"),
        )

    def _sign(self, on: AssignmentFacts) -> Waits:
        part = self.stage.assumed.sign_part
        yield from self.until(self.pace.within(self.at, on.sign_due_at, part))
        self.do(Verb.SIGN, self.clerk(on), assignment_id=on.id)

    def _assists_help(self) -> Waits:
        for assist in self.facts.assignments:
            if assist.role == "assist" and assist.state == AssignmentState.TO_SIGN:
                yield from self._answered_below(assist, self.say("unit.assist"))

    def _answered_below(self, on: AssignmentFacts, text: str) -> Waits:
        """An assist or a child signs and replies."""
        yield from self.until(self.pace.within(self.at, on.sign_due_at, (0.1, 0.6)))
        self.do(Verb.SIGN, self.clerk(on), assignment_id=on.id)
        yield from self.until(self.pace.within(self.at, on.due_at, (0.05, 0.3)))
        self.do(
            Verb.COMPLETE,
            self.clerk(on),
            assignment_id=on.id,
            text=text,
            uncontacted="由主办单位联系市民",
        )

    def _contact(self) -> Waits:
        on, part = self.lead, self.stage.assumed.contact_part
        yield from self.until(self.pace.within(self.at, on.contact_due_at, part))
        text = self.say("unit.contact")
        self.do(Verb.CONTACT, self.clerk(on), assignment_id=on.id, text=text)

    def _clock_moved(self) -> Waits:
        if Turn.EXTENDED in self.plan.turns:
            yield from self._extended()
        elif Turn.SUSPENDED in self.plan.turns:
            yield from self._suspended()

    def _extended(self) -> Waits:
        on = self.lead
        yield from self.until(self.pace.within(self.at, on.due_at, (0.4, 0.8)))
        days, text = self.draw.randrange(2, 6), self.say("unit.extension")
        self.do(Verb.ASK_EXTENSION, self.clerk(on), assignment_id=on.id, days=days, text=text)
        yield from self._ruled(on, Verb.DECIDE_EXTENSION)

    def _suspended(self) -> Waits:
        on = self.lead
        yield from self.until(self.pace.within(self.at, on.due_at, (0.2, 0.5)))
        back = self.pace.promised(self.at, (5, 10))
        text = self.say("unit.suspension")
        self.do(Verb.ASK_SUSPENSION, self.clerk(on), assignment_id=on.id, until=back, text=text)
        yield from self._ruled(on, Verb.DECIDE_SUSPENSION)
        yield from self.until(self.pace.later(back, (1, 120)))
        self.do(Verb.RESUME, self.clerk(on), assignment_id=on.id)

    def _ruled(self, on: AssignmentFacts, verb: Verb) -> Waits:
        yield from self.until(self.pace.later(self.at, self.stage.assumed.ruling_minutes))
        self.do(verb, self.one_of(Role.DISPATCHER), assignment_id=on.id, granted=True)

    def _supervised(self) -> Waits:
        """A hard one: the supervisor presses, the unit reports, the supervisor is content."""
        if Turn.SUPERVISED not in self.plan.turns:
            return
        on, chief = self.lead, self.one_of(Role.SUPERVISOR)
        yield from self.until(self.pace.later(self.at, (60, 240)))
        kind, text = self.draw.choice(("daily", "daily", "listed")), self.say("unit.supervised")
        self.do(Verb.SUPERVISE, chief, assignment_id=on.id, kind=kind, text=text)
        yield from self.until(self.pace.later(self.at, (60, 400)))
        text = self.say("unit.supervision")
        self.do(Verb.ANSWER_SUPERVISION, self.clerk(on), assignment_id=on.id, text=text)
        yield from self.until(self.pace.later(self.at, (20, 200)))
        self.do(Verb.CLOSE_SUPERVISION, chief, assignment_id=on.id, verdict="met")

    def _handed_down(self) -> Waits:
        on = self.lead
        below = self.stage.city.below(self.stage.city.units[on.unit_id])
        if Turn.HANDED_DOWN not in self.plan.turns or not below:
            return
        yield from self.until(self.pace.later(self.at, (10, 90)))
        unit, note = self.draw.choice(below), self.say("unit.down")
        self.do(Verb.HAND_DOWN, self.clerk(on), assignment_id=on.id, units=[unit], note=note)
        child = self.facts.assignments[-1]
        yield from self._answered_below(child, self.say("unit.child"))

    def _complete(self) -> Waits:
        ready = self._ready_at()
        yield from self._carded(ready)
        yield from self.until(ready)
        self._reply(self.template.reply)
        if Turn.SENT_BACK not in self.plan.turns:
            return
        yield from self.until(self.pace.later(self.at, self.stage.assumed.review_minutes))
        reason = self.draw.choice(("send_back.no_result", "send_back.partial"))
        text = self.say("unit.send_back")
        self.do(Verb.SEND_BACK, self.one_of(Role.REVIEWER), reason_id=reason, text=text)
        yield from self.until(self.pace.within(self.at, self.lead.due_at, (0.1, 0.5)))
        self._reply(self.say("unit.again"))

    def _carded(self, ready: datetime) -> Waits:
        """The clock's levels of one that will be late: reminders missed, then the cards."""
        rules, due = self.stage.world.rules, self.lead.due_at
        if due is None or ready <= due:
            return
        at: datetime | None = due
        while at is not None and at + _SWEEP < ready:
            yield from self.until(max(self.at, at + _SWEEP))
            while levels := first_reached(self.facts, rules, self.at):
                self.do(Verb.RAISE_LEVEL, Actor.system(), levels=levels)
            at = next_due(self.facts, rules)

    def _ready_at(self) -> datetime:
        """When the unit replies: within its limit, late where the plan says so, and after the
        period where the demand is to be open at its end."""
        due, (low, high) = self.lead.due_at, self.stage.assumed.handle_part
        if Turn.LATE in self.plan.turns and due is not None:
            return self.pace.later(max(due, self.at), (60, 900))
        if Turn.SENT_BACK in self.plan.turns:
            high = max(low, high / 2)
        ready = self.pace.within(self.at, due, (low, high))
        if self.plan.outcome in PLAYED_ON and ready < self.end:
            return self.pace.later(self.end, (60, 600))
        return ready

    def _reply(self, text: str) -> None:
        on = self.lead
        waived = "协办的意见已当面说清，不再等书面答复"
        self.do(
            Verb.COMPLETE, self.clerk(on), assignment_id=on.id, text=text, without_assists=waived
        )

    def _reviewed(self, n: int) -> Waits:
        yield from self.until(self.pace.later(self.at, self.stage.assumed.review_minutes))
        public = self.template.reply if n == 0 else self.say("unit.again")
        self.do(Verb.ACCEPT, self.one_of(Role.REVIEWER), public_text=public)

    def _called_back(self, rating: int | None) -> Waits:
        """The order's own citizen as planned; those of orders merged into it as it happens."""
        for task in self.facts.open_callbacks:
            own = task.merged_order_id is None
            yield from self._asked(task.id, rating if own else self.draw.choice(_OF_OTHERS))

    def _asked(self, task_id: int, rating: int | None) -> Waits:
        terms = self.stage.world.rules.calling_back(self.facts.kind)
        most = min(_MOST_CALLS, terms.desk_tries) if terms else _MOST_CALLS
        minutes, missed = self.stage.assumed.callback_minutes, self.stage.assumed.no_answer_share
        yield from self.until(self.pace.later(self.at, minutes))
        for n in range(1, most + 1):
            last = n == most
            if rating is not None and (last or self.draw.random() >= missed):
                self._rated(rating, task_id)
                return
            result = self.draw.choice(("no_answer", "busy"))
            by = self.one_of(Role.REVIEWER)
            gone = last and rating is None
            inputs = {"task_id": task_id, "way": "call", "result": result, "last": gone}
            self.do(Verb.RECORD_CALLBACK, by, **inputs)
            if not last:
                yield from self.until(self.pace.later(self.at, (60, 240)))

    def _rated(self, rating: int, task_id: int) -> None:
        satisfied = rating >= _SATISFIED_FROM
        solved = says_solved(satisfied, self.stage.assumed, self.draw)
        self.do(
            Verb.RECORD_CALLBACK,
            self.one_of(Role.REVIEWER),
            task_id=task_id,
            way="call",
            result="reached",
            contacted=True,
            solved=solved,
            rating=rating,
            text=self.say(callback_words(satisfied, solved)),
        )

    def _rework(self) -> Waits:
        yield from self.until(self.pace.later(self.at, (20, 200)))
        reason = rework_reason(bool(self.lead.round.solved), self.stage.assumed, self.draw)
        by, text = self.one_of(Role.REVIEWER), self.say(reason)
        self.do(Verb.REWORK, by, reason_id=reason, text=text)
        yield from self.until(self.pace.within(self.at, self.lead.due_at, (0.3, 0.9)))
        self._reply(self.say("unit.again"))
