"""Bessel functions of real order. The order is a setting: derivatives in it are not defined here."""

import numpy as np
import scipy.special as sp

from autograd_lite.domains import REAL, Draw, Interval
from autograd_lite.pointwise import elementwise

_RIGHT = Interval(0.25, 8.0)


def _order_and(interval, whole=False):
    def samples(draw: Draw):
        if not whole and draw.boolean():  # of an order that is no whole number they are complex on the left
            return (draw.choice([0.5, 1.5, -0.75]), draw.array(interval=_RIGHT)), {}
        return (draw.integer(0, 3), draw.array(interval=interval)), {}

    return samples


@elementwise(sp.jv, x=lambda v, x: (jv(v - 1, x) - jv(v + 1, x)) / 2, samples=_order_and(REAL), analytic=True)
def jv(v, x, /):
    """Bessel function of the first kind of order `v`."""
    return sp.jv(v, x)


jn = jv


@elementwise(sp.j0, x=lambda x: -j1(x), domain=REAL)
def j0(x, /):
    """Bessel function of the first kind of order 0."""
    return sp.j0(x)


@elementwise(sp.j1, x=lambda x: (j0(x) - jv(2, x)) / 2, domain=REAL)
def j1(x, /):
    """Bessel function of the first kind of order 1."""
    return sp.j1(x)


@elementwise(sp.yv, x=lambda v, x: (yv(v - 1, x) - yv(v + 1, x)) / 2, samples=_order_and(_RIGHT), analytic=True)
def yv(v, x, /):
    """Bessel function of the second kind of real order `v`."""
    return sp.yv(v, x)


@elementwise(sp.yn, x=lambda n, x: (yn(n - 1, x) - yn(n + 1, x)) / 2, samples=_order_and(_RIGHT, whole=True))
def yn(n, x, /):
    """Bessel function of the second kind of integer order `n`."""
    return sp.yn(n, x)


@elementwise(sp.y0, x=lambda x: -y1(x), domain=_RIGHT)
def y0(x, /):
    """Bessel function of the second kind of order 0."""
    return sp.y0(x)


@elementwise(sp.y1, x=lambda x: (y0(x) - yn(2, x)) / 2, domain=_RIGHT)
def y1(x, /):
    """Bessel function of the second kind of order 1."""
    return sp.y1(x)


@elementwise(sp.iv, x=lambda v, x: (iv(v - 1, x) + iv(v + 1, x)) / 2, samples=_order_and(REAL), analytic=True)
def iv(v, x, /):
    """Modified Bessel function of the first kind of order `v`."""
    return sp.iv(v, x)


@elementwise(
    sp.ive,
    x=lambda v, x, out: (ive(v - 1, x) + ive(v + 1, x)) / 2 - np.sign(x) * out,
    samples=_order_and(Interval(-4.0, 4.0, avoid=(0.0,))),
)
def ive(v, x, /):
    """Modified Bessel function of the first kind, of order `v` and real `x`, times exp(-abs(x))."""
    return sp.ive(v, _real(x, "ive"))


def _real(x, name):
    if np.iscomplexobj(x):
        raise TypeError(f"{name} got complex numbers, where its factor exp(-abs(x.real)) has no complex derivative.")
    return x


@elementwise(sp.i0, x=lambda x: i1(x), domain=REAL)
def i0(x, /):
    """Modified Bessel function of the first kind of order 0."""
    return sp.i0(x)


@elementwise(sp.i1, x=lambda x: (i0(x) + iv(2, x)) / 2, domain=REAL)
def i1(x, /):
    """Modified Bessel function of the first kind of order 1."""
    return sp.i1(x)


@elementwise(sp.i0e, x=lambda x, out: i1e(x) - np.sign(x) * out, domain=Interval(-4.0, 4.0, avoid=(0.0,)))
def i0e(x, /):
    """Modified Bessel function of the first kind of order 0, times exp(-abs(x))."""
    return sp.i0e(x)


@elementwise(
    sp.i1e,
    x=lambda x, out: (i0e(x) + ive(2, x)) / 2 - np.sign(x) * out,
    domain=Interval(-4.0, 4.0, avoid=(0.0,)),
)
def i1e(x, /):
    """Modified Bessel function of the first kind of order 1, times exp(-abs(x))."""
    return sp.i1e(x)


@elementwise(sp.kv, x=lambda v, x: -(kv(v - 1, x) + kv(v + 1, x)) / 2, samples=_order_and(_RIGHT), analytic=True)
def kv(v, x, /):
    """Modified Bessel function of the second kind of real order `v`."""
    return sp.kv(v, x)


@elementwise(
    sp.kve, x=lambda v, x, out: out - (kve(v - 1, x) + kve(v + 1, x)) / 2, samples=_order_and(_RIGHT), analytic=True
)
def kve(v, x, /):
    """Modified Bessel function of the second kind of real order `v`, times exp(x)."""
    return sp.kve(v, x)


@elementwise(sp.k0, x=lambda x: -k1(x), domain=_RIGHT)
def k0(x, /):
    """Modified Bessel function of the second kind of order 0."""
    return sp.k0(x)


@elementwise(sp.k1, x=lambda x: -(k0(x) + kv(2, x)) / 2, domain=_RIGHT)
def k1(x, /):
    """Modified Bessel function of the second kind of order 1."""
    return sp.k1(x)
