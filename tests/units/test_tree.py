"""The tree of units keeps its own paths, whatever statement moves a unit."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db


def unit(code: str, parent: Unit | None = None) -> Unit:
    return Unit.objects.create(
        code=code,
        name=code,
        short_name=code,
        kind=UnitKind.BUREAU,
        parent=parent,
        active_from=date(2014, 1, 1),
    )


def path_of(*chain: Unit) -> str:
    return "/" + "".join(f"{link.pk}/" for link in chain)


def stored(one: Unit) -> str:
    return Unit.objects.get(pk=one.pk).path


def test_a_new_unit_gets_its_path_from_its_parent() -> None:
    root = unit("root")
    leaf = unit("leaf", root)
    assert root.path == path_of(root)
    assert leaf.path == path_of(root, leaf)


def test_moving_a_unit_carries_its_whole_subtree() -> None:
    root = unit("root")
    a, b = unit("a", root), unit("b", root)
    child = unit("child", a)
    grandchild = unit("grandchild", child)
    a.parent = b
    a.save()
    assert a.path == path_of(root, b, a)
    assert stored(grandchild) == path_of(root, b, a, child, grandchild)


def test_a_bulk_update_moves_as_one_save_does() -> None:
    root = unit("root")
    a, b, c = unit("a", root), unit("b", root), unit("c", root)
    leaf = unit("leaf", a)
    Unit.objects.filter(pk__in=[a.pk, b.pk]).update(parent=c)
    assert stored(leaf) == path_of(root, c, a, leaf)
    assert stored(b) == path_of(root, c, b)


def test_moving_parent_and_child_in_one_statement_leaves_true_paths() -> None:
    root = unit("root")
    a, b = unit("a", root), unit("b", root)
    leaf = unit("leaf", a)
    a.parent, leaf.parent = b, root
    Unit.objects.bulk_update([leaf, a], ["parent"])
    assert stored(a) == path_of(root, b, a)
    assert stored(leaf) == path_of(root, leaf)


def test_a_path_written_by_hand_is_put_right() -> None:
    root = unit("root")
    leaf = unit("leaf", root)
    Unit.objects.filter(pk=leaf.pk).update(path="/nonsense/")
    assert stored(leaf) == path_of(root, leaf)


def test_bulk_created_units_get_paths() -> None:
    root = unit("root")
    Unit.objects.bulk_create(
        Unit(
            code=f"n{n}",
            name="甲",
            short_name="甲",
            kind=UnitKind.TOWN,
            parent=root,
            active_from=date(2014, 1, 1),
        )
        for n in range(3)
    )
    for child in root.children.all():
        assert child.path == path_of(root, child)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_a_unit_cannot_move_below_itself(depth: int) -> None:
    chain = [unit("n0")]
    for n in range(1, 3):
        chain.append(unit(f"n{n}", chain[-1]))
    with pytest.raises(IntegrityError, match="不能移到自己的下级"), transaction.atomic():
        Unit.objects.filter(pk=chain[0].pk).update(parent=chain[depth])
    assert stored(chain[2]) == path_of(*chain)


def test_a_new_unit_cannot_be_its_own_parent() -> None:
    with pytest.raises(IntegrityError, match="不能移到自己的下级"), transaction.atomic():
        Unit.objects.create(
            pk=7, parent_id=7, code="x", name="x", short_name="x", active_from=date(2014, 1, 1)
        )


def test_two_units_cannot_swap_into_a_ring_in_one_statement() -> None:
    root = unit("root")
    a, b = unit("a", root), unit("b", root)
    a.parent, b.parent = b, a
    with pytest.raises(IntegrityError, match="不能移到自己的下级"), transaction.atomic():
        Unit.objects.bulk_update([a, b], ["parent"])


def test_a_subtree_holds_the_unit_and_all_below_and_no_neighbour() -> None:
    root = unit("root")
    a, b = unit("a", root), unit("b", root)
    leaf = unit("leaf", a)
    assert set(Unit.objects.subtree_of(a)) == {a, leaf}
    assert leaf.is_within(a)
    assert leaf.is_within(leaf)
    assert not a.is_within(leaf)
    assert not leaf.is_within(b)


def test_an_unsaved_unit_contains_nobody() -> None:
    root = unit("root")
    assert not root.is_within(Unit(code="new"))


def test_subtrees_are_found_by_the_path_index() -> None:
    root = unit("root")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM units_unit WHERE path LIKE '{root.path}%'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "unit_path" in plan


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_cannot_close_a_ring() -> None:
    root = unit("root")
    a, b = unit("a", root), unit("b", root)
    barrier, failures = Barrier(2), []

    def move(one: Unit, under: Unit) -> None:
        try:
            with transaction.atomic():
                barrier.wait(timeout=10)
                Unit.objects.filter(pk=one.pk).update(parent=under)
        except (IntegrityError, OperationalError) as problem:
            failures.append(problem)
        finally:
            connection.close()

    threads = [Thread(target=move, args=pair) for pair in ((a, b), (b, a))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failures) == 1
    assert {stored(a), stored(b)} in (
        {path_of(root, a), path_of(root, a, b)},
        {path_of(root, b), path_of(root, b, a)},
    )
