"""Special functions under SciPy's names: ``ag.scipy.special.expit`` is ``scipy.special.expit`` for Tensors."""

from autograd_lite.ops.elementwise.special import sinc as sinc
from autograd_lite.scipy.bessel import (
    i0 as i0,
    i0e as i0e,
    i1 as i1,
    i1e as i1e,
    iv as iv,
    ive as ive,
    j0 as j0,
    j1 as j1,
    jn as jn,
    jv as jv,
    k0 as k0,
    k1 as k1,
    kv as kv,
    kve as kve,
    y0 as y0,
    y1 as y1,
    yn as yn,
    yv as yv,
)
from autograd_lite.scipy.entropies import (
    entr as entr,
    kl_div as kl_div,
    log_softmax as log_softmax,
    logsumexp as logsumexp,
    rel_entr as rel_entr,
    softmax as softmax,
    xlog1py as xlog1py,
    xlogy as xlogy,
)
from autograd_lite.scipy.gammas import (
    beta as beta,
    betaln as betaln,
    digamma as digamma,
    gamma as gamma,
    gammaln as gammaln,
    loggamma as loggamma,
    multigammaln as multigammaln,
    polygamma as polygamma,
    psi as psi,
    rgamma as rgamma,
)
from autograd_lite.scipy.gaussian import (
    dawsn as dawsn,
    erf as erf,
    erfc as erfc,
    erfcinv as erfcinv,
    erfcx as erfcx,
    erfinv as erfinv,
    expit as expit,
    log_expit as log_expit,
    log_ndtr as log_ndtr,
    logit as logit,
    ndtr as ndtr,
    ndtri as ndtri,
)
from autograd_lite.scipy.incomplete import (
    betainc as betainc,
    betaincc as betaincc,
    gammainc as gammainc,
    gammaincc as gammaincc,
    stdtr as stdtr,
)
