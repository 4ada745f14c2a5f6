"""Eight worlds at a time: additions and products of vectors that the compiler does not find by itself.

The innermost loop of a step runs over worlds, and there are few of them, since more would not stay in the
caches. Eight fill a register of 512 bits, or two of 256, but a loop of eight is unrolled into single numbers
by numba, which has LLVM look for vectors in loops only. So the vectors are written out here. The additions
and their order are those of the plain kernels in `steps`: so are the bits.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

__all__ = ["LANES", "gain", "gather"]

#: Worlds in a vector.
LANES = 8

_VECTOR = ir.VectorType(ir.DoubleType(), LANES)


def _gain(typing: Any, total: Any, code: Any, x: Any, row: Any, lane: Any, z: Any) -> Any:
    """Add ``x[row, lane:lane + 8]`` to ``total[code >> 2, lane:lane + 8]``.

    The sum is begun anew where ``code & 2``, and scaled by ``z`` once it has been added where ``code & 1``.
    """

    def code_of(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        mark, whole = given[1], ir.IntType(64)
        number = builder.sext(builder.ashr(mark, mark.type(2)), whole)
        there = _at(context, builder, signature, given, 0, number, given[4])
        sums = builder.alloca(_VECTOR)
        builder.store(_load(builder, _at(context, builder, signature, given, 2, given[3], given[4])), sums)
        first = builder.icmp_signed("!=", builder.and_(mark, mark.type(2)), mark.type(0))
        with builder.if_then(builder.not_(first)):
            builder.store(builder.fadd(_load(builder, there), builder.load(sums)), sums)
        last = builder.icmp_signed("!=", builder.and_(mark, mark.type(1)), mark.type(0))
        with builder.if_then(last):
            factor = _load(builder, _at(context, builder, signature, given, 5, number, given[4]))
            builder.store(builder.fmul(builder.load(sums), factor), sums)
        _store(builder, builder.load(sums), there)
        return context.get_dummy_value()

    return types.void(total, code, x, types.intp, types.intp, z), code_of


def _gather(
    typing: Any,
    out: Any,
    row: Any,
    lane: Any,
    g: Any,
    rows: Any,
    total: Any,
    groups: Any,
    stay: Any,
    x: Any,
) -> Any:
    """Write the sum over p of ``g[rows[row, p]] * total[groups[row, p]]`` into ``out[row, lane:lane + 8]``.

    Before it stands ``stay[row] * x[row]``, unless ``stay`` is empty.
    """

    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        there = _at(context, builder, signature, given, 0, given[1], given[2])
        sums = builder.alloca(_VECTOR)
        builder.store(ir.Constant(_VECTOR, [0.0] * LANES), sums)
        stays = context.make_array(signature.args[7])(context, builder, given[7])
        size = _sizes(builder, stays.shape)[0]
        with builder.if_then(builder.icmp_signed("!=", size, size.type(0))):
            one = _load(builder, _at(context, builder, signature, given, 7, given[1], given[2]))
            other = _load(builder, _at(context, builder, signature, given, 8, given[1], given[2]))
            builder.store(builder.fmul(one, other), sums)
        rows_array = context.make_array(signature.args[4])(context, builder, given[4])
        pools = _sizes(builder, rows_array.shape)[1]
        with cgutils.for_range(builder, pools) as loop:
            value = _number(context, builder, signature, given, 4, given[1], loop.index)
            label = _number(context, builder, signature, given, 6, given[1], loop.index)
            one = _load(builder, _at(context, builder, signature, given, 3, value, given[2]))
            other = _load(builder, _at(context, builder, signature, given, 5, label, given[2]))
            builder.store(builder.fadd(builder.load(sums), builder.fmul(one, other)), sums)
        _store(builder, builder.load(sums), there)
        return context.get_dummy_value()

    return types.void(out, types.intp, types.intp, g, rows, total, groups, stay, x), code


# A decorator would leave them with the signatures that the compiler sees.
gain: Any = intrinsic(_gain)
gather: Any = intrinsic(_gather)


def _place(context: Any, builder: Any, signature: Any, given: Any, which: int, row: Any, column: Any) -> Any:
    """Pointer to an entry of a two-dimensional array in rows."""
    array = context.make_array(signature.args[which])(context, builder, given[which])
    width = _sizes(builder, array.shape)[1]
    return builder.gep(array.data, [builder.add(builder.mul(row, width), column)])


def _sizes(builder: Any, shape: Any) -> Any:
    return cgutils.unpack_tuple(builder, shape)  # type: ignore[no-untyped-call]  # numba has no types


def _at(context: Any, builder: Any, signature: Any, given: Any, which: int, row: Any, lane: Any) -> Any:
    pointer = _place(context, builder, signature, given, which, row, lane)
    return builder.bitcast(pointer, _VECTOR.as_pointer())


def _number(context: Any, builder: Any, signature: Any, given: Any, which: int, row: Any, pool: Any) -> Any:
    pointer = _place(context, builder, signature, given, which, row, pool)
    return builder.sext(builder.load(pointer), ir.IntType(64))


def _load(builder: Any, pointer: Any) -> Any:
    found = builder.load(pointer)
    found.align = 8
    return found


def _store(builder: Any, value: Any, pointer: Any) -> None:
    builder.store(value, pointer).align = 8
