"""What parentheses keep together and OR parts: put together to clauses while a typed text is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from search.meaning import Meaning
from search.misread import Remarks
from search.query import AllOf, AnyOf, Clause, Not, Words

MAX_DEPTH = 8  # parentheses within parentheses; nobody types more, and evaluating goes as deep

Item: TypeAlias = Clause | str  # a clause, or a run of plain text


@dataclass(slots=True)
class _Group:
    """What stands between parentheses, or in the whole query: alternatives, each a list of items."""

    start: int = 0
    negated: bool = False
    alternatives: list[list[Item]] = field(default_factory=lambda: [[]])
    last_or: int = 0

    def split(self, position: int) -> bool:
        """Begin another alternative and return True, or False where OR has nothing before it, and so is a word."""
        if not self.alternatives[-1]:
            return False
        self.alternatives.append([])
        self.last_or = position
        return True

    def finish(self) -> bool:
        """Take an OR that nothing follows for a word; return whether there was one."""
        if len(self.alternatives) == 1 or self.alternatives[-1]:
            return False
        self.alternatives.pop()
        self.alternatives[-1].append("OR")
        return True


class Groups:
    """The groups that are open at a place of the text, each within the one before."""

    def __init__(self, meaning: Meaning, remarks: Remarks) -> None:
        """Begin with the whole query."""
        self._groups = [_Group()]
        self._ignored = 0  # parentheses deeper than MAX_DEPTH that are open
        self._meaning = meaning
        self._remarks = remarks

    @property
    def depth(self) -> int:
        """How many parentheses are open."""
        return len(self._groups) - 1 + self._ignored

    @property
    def negated(self) -> bool:
        """Whether what is read is excluded by a minus before a parenthesis."""
        return any(group.negated for group in self._groups)

    def add(self, item: Item) -> None:
        """Take an item that was read."""
        self._groups[-1].alternatives[-1].append(item)

    def split(self, position: int) -> bool:
        """Begin another alternative and return True, or False where OR has nothing before it, and so is a word."""
        return self._groups[-1].split(position)

    def finish(self) -> tuple[Clause, ...]:
        """Close all groups, and return what the whole query says."""
        while len(self._groups) > 1:
            self.close()
        return self._clauses_of(self._groups[0])

    def open(self, negated: bool, position: int) -> None:
        """Begin a group, unless it would be too deep."""
        if self._ignored or len(self._groups) > MAX_DEPTH:
            self._ignored += 1
            self._remarks.add("too_deep", position, MAX_DEPTH)
        else:
            self._groups.append(_Group(position, negated))

    def close(self) -> None:
        """Put what the innermost group says into the one around it: its items, where nothing keeps them together."""
        if self._ignored:
            self._ignored -= 1
            return
        group, around = self._groups.pop(), self._groups[-1].alternatives[-1]
        if group.alternatives == [[]]:
            self._remarks.add("empty_parentheses", group.start)
        self._finish(group)
        if len(group.alternatives) == 1 and not group.negated:
            around += group.alternatives[0]
            return
        clauses = self._clauses_of(group)
        if group.negated and clauses:
            around.append(Not(clauses[0] if len(clauses) == 1 else AllOf(clauses)))
        else:
            around += clauses

    def _clauses_of(self, group: _Group) -> tuple[Clause, ...]:
        """Return what a group says: every one of these."""
        self._finish(group)
        alternatives = [clauses for items in group.alternatives if (clauses := self._all_of(items))]
        if len(alternatives) < 2:
            return alternatives[0] if alternatives else ()
        return (AnyOf(tuple(clauses[0] if len(clauses) == 1 else AllOf(clauses) for clauses in alternatives)),)

    def _finish(self, group: _Group) -> None:
        if group.finish():
            self._remarks.lone_or(group.last_or)

    def _all_of(self, items: Sequence[Item]) -> tuple[Clause, ...]:
        plain = self._meaning.words([item for item in items if isinstance(item, str)])
        # A group of which but one alternative says anything has its words among those around it.
        units = (*plain, *(unit for item in items if isinstance(item, Words) for unit in item.units))
        clauses = tuple(item for item in items if not isinstance(item, str | Words))
        return (Words(units), *clauses) if units else clauses
