"""List F: functions that were written down after list E had been measured, and measured once then.

Every formula takes `N`, which says what kind of numbers it computes with: see `arithmetic.py`. The points are drawn
from the names, so another name means other points.
"""
# ruff: noqa: ARG005  a formula that needs no function of N takes it all the same

from boxes.arithmetic import mean

SEED = 3  # of the points it was measured at


def iterated_sine(N, x):
    y = x
    for _ in range(20):
        y = N.sin(y) + N.number(0.1) * x
    return y


def gauss_legendre(N, x):
    """Integral of exp(sin xt) over t from -1 to 1, by five points."""
    s = 0 * x
    for t, w in (
        (-0.9061798459386640, 0.2369268850561891),
        (-0.5384693101056831, 0.4786286704993665),
        (0.0, 0.5688888888888889),
        (0.5384693101056831, 0.4786286704993665),
        (0.9061798459386640, 0.2369268850561891),
    ):
        s = s + N.number(w) * N.exp(N.sin(x * N.number(t)))
    return s


def implicit_cubic(N, x):
    """Root of y + y³ = x, by Newton's method."""
    y = 0 * x + 1
    for _ in range(60):
        y = y - (y + y**3 - x) / (1 + 3 * y * y)
    return y


def step_tax(N, x):
    y = abs(x)
    return y * N.number(0.1) if y < 10 else 1 + (y - 10) * N.number(0.3)


OF_ONE_NUMBER = {
    # cancellation
    "1-x/tan": lambda N, x: 1 - x / N.tan(x),
    "sqrt(1+x4)-1": lambda N, x: N.sqrt(1 + x**4) - 1,
    "log1p-log": lambda N, x: N.log(2 + x * x) - N.log(N.number(2.0)),
    "e^x+e^-x-2": lambda N, x: N.exp(x) + N.exp(-x) - 2,
    "(x+10)^5-1e5": lambda N, x: (x + 10) ** 5 - 10**5,
    "asinh naive": lambda N, x: N.log(abs(x) + N.sqrt(x * x + 1)),
    "cos x - cos 1.1x": lambda N, x: N.cos(x) - N.cos(N.number(1.1) * x),
    "1/(1-x)-1/(1+x)": lambda N, x: 1 / (1 - x) - 1 / (1 + x),
    "x-expm1": lambda N, x: x - N.expm1(x),
    "gamma(1+x)-1": lambda N, x: N.gamma(1 + abs(x)) - 1,
    # flat parts
    "tanh(x2)": lambda N, x: N.tanh(x * x),
    "erf(x/5)": lambda N, x: N.erf(x / 5),
    "logit-sat": lambda N, x: N.exp(x) / (1 + N.exp(x)),
    "atan(1/x)": lambda N, x: N.arctan(1 / x),
    "fermi": lambda N, x: 1 / (N.exp((x - 2) * 3) + 1),
    # poles
    "1/(x2-x-1)": lambda N, x: 1 / (x * x - x - 1),
    "1/sinh": lambda N, x: 1 / N.sinh(x),
    "x/(e^x-1)": lambda N, x: x / (N.exp(x) - 1),
    "log|tan|": lambda N, x: N.log(abs(N.tan(x))),
    "gamma ratio": lambda N, x: N.gamma(abs(x) + N.number(0.5)) / N.gamma(abs(x) + 1),
    # corners and jumps
    "max3": lambda N, x: N.larger(N.larger(x, 1 - x), x * x / 4),
    "|x2-3|": lambda N, x: abs(x * x - 3),
    "dead zone": lambda N, x: N.larger(abs(x) - N.number(0.01), 0 * x),
    "step tax": step_tax,
    "floor+.5x": lambda N, x: N.floor(x) + x / 2,
    "|sin 20x|": lambda N, x: abs(N.sin(20 * x)),
    "leaky abs": lambda N, x: abs(x) + N.number(0.2) * x,
    # steep places and powers
    "exp(8x)": lambda N, x: N.exp(8 * x),
    "x^33": lambda N, x: x**33,
    "tanh 3e3": lambda N, x: N.tanh(3000 * (x - N.number(0.1))),
    "exp(-50x2)": lambda N, x: N.exp(-50 * x * x),
    "power 2.7": lambda N, x: abs(x) ** N.number(2.7),
    "power -1.3": lambda N, x: abs(x) ** N.number(-1.3),
    # oscillation
    "sin(40/(1+x2))": lambda N, x: N.sin(40 / (1 + x * x)),
    "cos(x)^9": lambda N, x: N.cos(x) ** 9,
    "x sin(100x)": lambda N, x: x * N.sin(100 * x),
    "j5": lambda N, x: N.jv(5, x),
    "sin(log|x|*5)": lambda N, x: N.sin(5 * N.log(abs(x))),
    # loops
    "iterated sine": iterated_sine,
    "quadrature": gauss_legendre,
    "implicit cubic": implicit_cubic,
    # special functions
    "erfcx |x|": lambda N, x: N.erfcx(abs(x)),
    "psi(1+|x|)": lambda N, x: N.psi(1 + abs(x)),
    "i1/i0": lambda N, x: N.iv(1, x) / N.iv(0, x),
    "gammainc 4": lambda N, x: N.gammainc(4, x * x),
    "ellipk tanh": lambda N, x: N.ellipk(N.tanh(x) ** 2),
    # float32 inside
    "f32 sin": lambda N, x: N.sin(N.single(x)),
    "f32 sqrt": lambda N, x: N.sqrt(abs(N.single(x))),
    # matrices
    "det 2": lambda N, x: N.det([[x, 1 + x], [2, 3 - x]]),
    "solve 2": lambda N, x: N.solve([[2 + x * x, 1], [1, 3]], [1, x])[0],
    "eig mid": lambda N, x: N.eigenvalues([[1, x, 0], [x, 5, 2], [0, 2, 9]])[1],
}
OF_FIVE_NUMBERS = {
    "sum exp": lambda N, v: sum(N.exp(-e * e) for e in v),
    "norm": lambda N, v: N.sqrt(sum(e * e for e in v)),
    "mse": lambda N, v: mean([(e - 1) ** 2 for e in v]),
    "dot": lambda N, v: v[0] * v[2] + v[1] * v[3] - v[4],
    "lse pairs": lambda N, v: [N.log(N.exp(a) + N.exp(b)) for a, b in ((v[0], v[1]), (v[2], v[3]))],
    "center": lambda N, v: [e - mean(v) for e in v],
    "prod+sum": lambda N, v: v[0] * v[1] * v[2] + v[3] + v[4],
    "huber sum": lambda N, v: sum(e * e / 2 if abs(e) < 1 else abs(e) - N.number(0.5) for e in v),
    "rational": lambda N, v: (v[0] + v[1]) / (1 + v[2] ** 2 + v[3] ** 2 + abs(v[4])),
}
