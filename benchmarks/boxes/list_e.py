"""List E: functions that were written down while the check was as good as finished, and measured once then.

Every formula takes `N`, which says what kind of numbers it computes with: see `arithmetic.py`. The points are drawn
from the names, so another name means other points.
"""
# ruff: noqa: ARG005  a formula that needs no function of N takes it all the same

from boxes.arithmetic import mean

SEED = 11  # of the points it was measured at


def product(N, x):
    y = x
    for k in range(1, 8):
        y = y * (N.number(0.5) + x) / (k + abs(x))
    return y


def horner(N, x):
    y = 0 * x
    for c in (1, -7, 12, 4, -30, 22, 5):
        y = y * x + c
    return y


def rk4(N, x):
    """Value at 1 of y' = -|x| y / (1 + y²), by 32 steps of Runge and Kutta."""
    y = 1 + 0 * x
    h = N.number(1) / 32

    def f(y):
        return -abs(x) * y / (1 + y * y)

    for _ in range(32):
        a = f(y)
        b = f(y + h * a / 2)
        c = f(y + h * b / 2)
        d = f(y + h * c)
        y = y + h * (a + 2 * b + 2 * c + d) / 6
    return y


def cube_root(N, x):
    """Cube root of |x| by Newton's method, from above."""
    a = abs(x)
    y = 1 + a
    for _ in range(80):
        y = (2 * y + a / (y * y)) / 3
    return y


def interpolated(N, x):
    xs = [-100, -1, 0, 2, 7, 100]
    ys = [3, 1, 0, 5, -2, 4]
    for a, b, p, q in zip(xs[:-1], xs[1:], ys[:-1], ys[1:], strict=True):
        if a <= x < b:
            return p + (q - p) * (x - a) / N.number(b - a)
    return 4 + 0 * x


def fibonacci(N, x):
    a, b = 1 + 0 * x, x
    for _ in range(12):
        a, b = b, a + b * N.number(0.5)
    return b


def theta(N, x):
    """Jacobi's theta series in q = exp(-|x|)."""
    q = N.exp(-abs(x))
    return 1 + 2 * sum(q ** (k * k) for k in range(1, 12))


def stirling(N, x):
    y = abs(x) + 1
    return (y - N.number(0.5)) * N.log(y) - y


def black_scholes(N, x):
    """Price of an option, in its volatility."""
    v = abs(x) + N.number(0.01)
    d = N.number(0.05) / v + v / 2

    def cdf(z):
        return N.erfc(-z / N.sqrt(N.number(2.0))) / 2

    return cdf(d) - N.number(0.9) * cdf(d - v)


def planck(N, x):
    y = abs(x)
    return y**3 / (N.exp(y) - 1)


def morse(N, x):
    return (1 - N.exp(-(x - 1))) ** 2


def lennard_jones(N, x):
    s = 1 / x
    return s**12 - s**6


def haversine(N, x):
    return 2 * N.arcsin(N.sqrt(N.sin(x / 200) ** 2))


def quadratic_root(N, x):
    """Larger root of z² + bz + 1, by the formula that cancels."""
    b = 1000 + abs(x)
    return (-b + N.sqrt(b * b - 4)) / 2


def relu_net(N, x):
    h = [N.larger(w * x + b, 0 * x) for w, b in ((1, 0.3), (-2, 0.1), (0.5, -1.2), (3, -0.01))]
    return sum(v * a for v, a in zip((1, 0.5, -2, 0.25), h, strict=True)) + x * N.number(0.1)


def attention(N, v):
    s = [v[0] * k for k in (1, 2, 3)]
    m = max(s)
    e = [N.exp(a - m) for a in s]
    return sum(a * b for a, b in zip(e, v[1:4], strict=True)) / sum(e)


OF_ONE_NUMBER = {
    # cancellation
    "x-sin-x3/6": lambda N, x: x - N.sin(x) - x**3 / 6,
    "sqrt(x+1e4)-100": lambda N, x: N.sqrt(abs(x) + 10**4) - 100,
    "cosh-cos": lambda N, x: N.cosh(x) - N.cos(x),
    "log(1+x)-log(1+2x)": lambda N, x: N.log(1 + abs(x)) - N.log(1 + 2 * abs(x)),
    "exp(x)-exp(sin x)": lambda N, x: N.exp(x) - N.exp(N.sin(x)),
    "tan-sin": lambda N, x: N.tan(x) - N.sin(x),
    "(1+x)^3-1-3x": lambda N, x: (1 + x) ** 3 - 1 - 3 * x,
    "1-1/(1+x2)": lambda N, x: 1 - 1 / (1 + x * x),
    "quadratic root": quadratic_root,
    "atan2ish": lambda N, x: N.arctan((1 + x) / 2) - N.arctan(N.number(0.5)),
    "erfc(x)-1": lambda N, x: N.erfc(x) - 1,
    "(x+3)^4 expanded-81": lambda N, x: x**4 + 12 * x**3 + 54 * x**2 + 108 * x + 81 - 81,
    "sinh(x)/x-1": lambda N, x: N.sinh(x) / x - 1,
    "cos(sqrt|x|)-1": lambda N, x: N.cos(N.sqrt(abs(x))) - 1,
    "sqrt2 diff": lambda N, x: N.sqrt(2 + x * x) - N.sqrt(N.number(2.0)),
    # flat parts
    "sigmoid of sq": lambda N, x: 1 / (1 + N.exp(-x * x)),
    "tanh(20x)": lambda N, x: N.tanh(20 * x),
    "erf(x)^2": lambda N, x: N.erf(x) ** 2,
    "1/(1+e^(5-x))": lambda N, x: 1 / (1 + N.exp(5 - x)),
    "atan(50x)": lambda N, x: N.arctan(50 * x),
    "x^2/(1+x^2)": lambda N, x: x * x / (1 + x * x),
    "exp(-x4)": lambda N, x: N.exp(-(x**4)),
    "softsign2": lambda N, x: x / (1 + N.sqrt(1 + x * x)),
    "1-exp(-1/|x|)": lambda N, x: 1 - N.exp(-1 / abs(x)),
    # poles
    "1/x3": lambda N, x: 1 / x**3,
    "1/(x-.7)": lambda N, x: 1 / (x - N.number(0.7)),
    "sec": lambda N, x: 1 / N.cos(x),
    "lgamma": lambda N, x: N.lgamma(x),
    "1/log|x|": lambda N, x: 1 / N.log(abs(x)),
    "cot x + 1/x": lambda N, x: N.cos(x) / N.sin(x) + 1 / x,
    "lennard-jones": lennard_jones,
    "morse": morse,
    "1/(e^x-e)": lambda N, x: 1 / (N.exp(x) - N.exp(N.number(1.0))),
    # corners and jumps of a derivative
    "|x-1|^1.5": lambda N, x: abs(x - 1) * N.sqrt(abs(x - 1)),
    "max(x,.1x)": lambda N, x: N.larger(x, N.number(0.1) * x),
    "|x|+|x-1|+|x-2|": lambda N, x: abs(x) + abs(x - 1) + abs(x - 2),
    "relu6": lambda N, x: N.smaller(N.larger(x, 0 * x), 6 + 0 * x),
    "hinge^2": lambda N, x: N.larger(1 - x, 0 * x) ** 2,
    "pinball": lambda N, x: N.larger(N.number(0.9) * (x - 1), N.number(-0.1) * (x - 1)),
    "|cos 7x|": lambda N, x: abs(N.cos(7 * x)),
    "hardswish": lambda N, x: x * N.smaller(N.larger(x + 3, 0 * x), 6 + 0 * x) / 6,
    "relu net": relu_net,
    "interp": interpolated,
    "min(e^x,1)": lambda N, x: N.smaller(N.exp(x), 1 + 0 * x),
    # steep places
    "exp(20x)": lambda N, x: N.exp(20 * x),
    "x^60": lambda N, x: x**60,
    "exp(-1/|x|)": lambda N, x: N.exp(-1 / abs(x)),
    "log log": lambda N, x: N.log(N.log(1 + abs(x) + N.exp(N.number(1.0)))),
    "step1e3": lambda N, x: 1 / (1 + N.exp(-1000 * (x - N.number(0.2)))),
    "gauss narrow": lambda N, x: N.exp(-((100 * (x - N.number(0.3))) ** 2)),
    "|x|^|x|": lambda N, x: N.exp(abs(x) * N.log(abs(x))),
    "sqrt of sqrt": lambda N, x: N.sqrt(N.sqrt(abs(x))),
    # oscillation
    "x2 sin(1/x)": lambda N, x: x * x * N.sin(1 / x),
    "sin(x3)": lambda N, x: N.sin(x**3),
    "sin sin 20x": lambda N, x: N.sin(N.sin(20 * x)),
    "cos(1e3x)+x": lambda N, x: N.cos(1000 * x) + x,
    "sum of tones": lambda N, x: sum(N.sin(k * x) / k for k in range(1, 30)),
    "J0": lambda N, x: N.jv(0, x),
    "chirp e^-x": lambda N, x: N.exp(-abs(x)) * N.sin(10 * x * x),
    "log cos": lambda N, x: N.log(abs(N.cos(3 * x))),
    # loops and formulas of several lines
    "product loop": product,
    "horner": horner,
    "rk4": rk4,
    "cbrt newton": cube_root,
    "fib": fibonacci,
    "theta": theta,
    "stirling": stirling,
    "black-scholes": black_scholes,
    "planck": planck,
    "haversine": haversine,
    # special functions
    "k0": lambda N, x: N.kv(0, abs(x)),
    "exp1": lambda N, x: N.exp1(abs(x)),
    "ndtri": lambda N, x: N.ndtri((1 + abs(x)) / (3 + 2 * abs(x))),
    "xlogy": lambda N, x: N.xlogy(x * x, 1 + x * x),
    "betainc .5": lambda N, x: N.betainc(0.5, 0.5, x * x / (1 + x * x)),
    "gammainc .3": lambda N, x: N.gammainc(0.3, abs(x)),
    "lambertw": lambda N, x: N.lambertw(abs(x)),
    "hyp2f1 b": lambda N, x: N.hyp2f1(0.5, 0.5, 1.5, x * x / (1 + x * x)),
    "iv0/exp": lambda N, x: N.iv(0, x) * N.exp(-abs(x)),
    # float32 inside
    "f32 exp": lambda N, x: N.exp(-abs(N.single(x))),
    "f32 inverse": lambda N, x: 1 / (N.single(x) * N.single(x) + N.single(0.5)),
    "f32 tanh": lambda N, x: N.tanh(N.single(x)),
    # matrices
    "det 4": lambda N, x: N.det([[4, x, 0, 1], [x, 3, 1, 0], [0, 1, 2 + x * x, x], [1, 0, x, 5]]),
    "inv 2": lambda N, x: N.inverse([[1 + x * x, x], [x, 2]])[0][1],
    "eig min": lambda N, x: N.eigenvalues([[2, x, 0], [x, 2, x], [0, x, 3]])[0],
    "nuclear": lambda N, x: sum(N.singular_values([[1, x], [x, 3]])),
    "expm 2": lambda N, x: N.expm([[-1, x / (1 + abs(x))], [0, -2]])[0][1],
    "solve 3": lambda N, x: N.solve([[3, x / (1 + abs(x)), 0], [1, 4, 1], [0, x / (1 + abs(x)), 2]], [1, 0, 2])[1],
}
OF_FIVE_NUMBERS = {
    "sum sq": lambda N, v: sum(e * e for e in v),
    "l1": lambda N, v: sum(abs(e) for e in v),
    "harmonic mean": lambda N, v: 1 / sum(1 / abs(e) for e in v),
    "std": lambda N, v: N.sqrt(mean([(e - mean(v)) ** 2 for e in v])),
    "smooth max": lambda N, v: N.log(sum(N.exp(e) for e in v)),
    "cumsum": lambda N, v: [v[0], v[0] + v[1], v[0] + v[1] + v[2]],
    "attention": attention,
    "skew": lambda N, v: sum((e - mean(v)) ** 3 for e in v),
    "cross": lambda N, v: [v[1] * v[4] - v[2] * v[3], v[2] * v[0] - v[1] * v[4]],
    "max": lambda N, v: max(v) * 2,
    "triple": lambda N, v: v[0] * v[1] / (1 + v[2] * v[2]) + N.sin(v[3]) * v[4],
    "outer": lambda N, v: [a * b for a in v[:3] for b in v[3:]],
    "poly5": lambda N, v: v[0] + v[1] * v[4] + v[2] * v[4] ** 2 + v[3] * v[4] ** 3,
    "log-mean": lambda N, v: [N.log(abs(e)) for e in v],
    "softplus sum": lambda N, v: sum(N.log1p(N.exp(-abs(e))) + N.larger(e, 0 * e) for e in v),
    "rms norm": lambda N, v: [e / N.sqrt(mean([a * a for a in v]) + N.number(1e-6)) for e in v],
}
