"""Matrix products in the three forms, into memory that is there already."""

import torch
from torch import Tensor


class Product:
    def __init__(self, form: str, m: int, k: int, n: int) -> None:
        a = pattern(k, m).t() if form == "tn" else pattern(m, k)
        b = pattern(n, k).t() if form == "nt" else pattern(k, n)
        self.a, self.b, self.c = a, b, torch.empty(m, n)

    @torch.inference_mode()
    def run(self, products: int) -> None:
        for _ in range(products):
            torch.mm(self.a, self.b, out=self.c)

    def at(self, places: list[int]) -> list[float]:
        """Elements of the result, by their place in row-major order."""
        self.run(1)
        return self.c.flatten()[places].tolist()


def pattern(rows: int, columns: int) -> Tensor:
    """The same numbers in every peer: whole multiples of 1/64 from -1 to 1."""
    return ((torch.arange(rows * columns) * 37 % 129 - 64) / 64).float().view(rows, columns)
