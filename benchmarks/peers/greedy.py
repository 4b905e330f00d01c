"""SIFT's rule in numpy and torch, written by us after the papers and after how the reference implementation goes about it; nothing is copied from it.

Every function takes candidates (K x d), targets (m x d), the number of picks N and the noise variance, and returns the indices picked.
"""
import numpy as np


def numpy_whole(candidates, targets, count, noise, gather):
    """Conditions the whole (K + m) x (K + m) kernel after each pick, in the rows' own precision; O(N K^2) time, O(K^2) memory.

    With gather, the kernel is indexed by the list of all its rows first, twice, as the reference does; without, it is updated where it is.
    """
    rows = np.concatenate([candidates, targets])
    kernel = rows @ rows.T
    everything = np.arange(len(rows))
    k, picks = len(candidates), []
    for _ in range(count):
        scores = (kernel[:k, k:] ** 2).sum(axis=1) / (kernel.diagonal()[:k] + noise)
        pick = int(scores.argmax())
        picks.append(pick)
        column = kernel[:, pick].copy()
        step = np.outer(column, column / (column[pick] + noise))
        if gather:
            kernel = kernel[everything][:, everything] - step
        else:
            kernel -= step
    return picks


def torch_whole(candidates, targets, count, noise, gather):
    """The same in torch."""
    import torch

    rows = torch.cat([candidates, targets])
    kernel = rows @ rows.T
    everything = torch.arange(len(rows))
    k, picks = len(candidates), []
    for _ in range(count):
        scores = (kernel[:k, k:] ** 2).sum(dim=1) / (kernel.diagonal()[:k] + noise)
        pick = int(scores.argmax())
        picks.append(pick)
        column = kernel[:, pick].clone()
        if gather:
            kernel = kernel[everything][:, everything] - torch.outer(column, column / (column[pick] + noise))
        else:
            kernel.addr_(column, column / (column[pick] + noise), alpha=-1)
    return picks


def numpy_columns(candidates, targets, count, noise, precision):
    """Keeps variances and covariances with the targets and makes one new kernel column a pick (pivoted Cholesky); O(N K (d + N + m)) time."""
    rows = candidates.astype(precision, copy=False)
    aims = targets.astype(precision, copy=False)
    variances = np.einsum("ij,ij->i", rows, rows)
    covariances = rows @ aims.T
    columns = np.empty((count, len(rows)), precision)
    picks = []
    for n in range(count):
        pick = int(((covariances**2).sum(axis=1) / (variances + noise)).argmax())
        picks.append(pick)
        column = rows @ rows[pick] - columns[:n].T @ columns[:n, pick]
        column /= np.sqrt(variances[pick] + noise)
        covariances -= np.outer(column, covariances[pick] / np.sqrt(variances[pick] + noise))
        variances -= column**2
        columns[n] = column
    return picks


def objective(candidates, targets, picks, noise):
    """What is left to know about the targets after all picks, by one direct solve in float64: nothing is updated."""
    chosen, aims = candidates[picks].astype(np.float64), targets.astype(np.float64)
    covariances = chosen @ aims.T
    gram = chosen @ chosen.T + noise * np.eye(len(picks))
    return float((aims**2).sum() - (covariances * np.linalg.solve(gram, covariances)).sum())
