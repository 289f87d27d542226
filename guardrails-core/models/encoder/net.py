"""The network: a BERT encoder in plain PyTorch, with one linear head over mean and maximum of its last layer."""
import torch
import torch.nn.functional as F
from torch import nn

LABELS = ("INJECTION_USER", "INJECTION_DOCUMENT", "INJECTION_TOOL", "TOXICITY")
LAYERS = 6  # of ours; the base model has twelve
PARTS = [f"{name}.{part}" for name in ("qkv", "out", "up", "down", "norm1", "norm2") for part in ("weight", "bias")]


class Layer(nn.Module):
    def __init__(self, size, inner, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.up, self.down = nn.Linear(size, inner), nn.Linear(inner, size)
        self.norm1, self.norm2 = nn.LayerNorm(size, eps=1e-12), nn.LayerNorm(size, eps=1e-12)

    def forward(self, x, mask):
        batch, length, size = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        if torch.onnx.is_in_onnx_export():
            weights = torch.softmax(q @ k.transpose(-1, -2) * (size // self.heads) ** -0.5 + mask, -1)
            mixed = weights @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=self.dropout if self.training else 0.0)
        mixed = self.out(mixed.transpose(1, 2).reshape(batch, length, size))
        x = self.norm1(x + F.dropout(mixed, self.dropout, self.training))
        return self.norm2(x + F.dropout(self.down(F.gelu(self.up(x))), self.dropout, self.training))


class Encoder(nn.Module):
    """`forward(ids, mask)`: token ids and a mask of ones and zeros, both [batch, tokens]; answers logits [batch, len(LABELS)]."""

    def __init__(self, vocabulary, positions=512, size=384, inner=1536, heads=12, layers=LAYERS, dropout=0.1):
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, size), nn.Embedding(positions, size)
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.layers = nn.ModuleList(Layer(size, inner, heads, dropout) for _ in range(layers))
        self.head = nn.Linear(2 * size, len(LABELS))
        self.dropout = dropout

    def hidden(self, ids, mask):
        """The last hidden states [batch, tokens, size]."""
        x = self.norm(self.words(ids) + self.places.weight[:ids.shape[1]])
        x = F.dropout(x, self.dropout, self.training)
        kept = mask.to(x.dtype)
        bias = (1.0 - kept)[:, None, None, :] * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids, mask):
        x = self.hidden(ids, mask)
        kept = mask.to(x.dtype)[:, :, None]
        mean = (x * kept).sum(1) / kept.sum(1)
        most = (x + (kept - 1.0) * 10000.0).amax(1)
        return self.head(F.dropout(torch.cat([mean, most], -1), self.dropout, self.training))


def load(path, layers=None):
    """An encoder from a file of tensors under our names (safetensors); of a base model of more, `layers` of its layers, evenly spaced and with the last.
    The head starts at nothing where the file has none."""
    from safetensors.torch import load_file
    stored = load_file(path)
    stored.pop("layers", None)
    tensors = {name: value.float() for name, value in stored.items() if not name.endswith((".codes", ".scales"))}
    for name in [name.removesuffix(".codes") for name in stored if name.endswith(".codes")]:
        tensors[name] = unpacked(stored[f"{name}.codes"], stored[f"{name}.scales"])
    depth = 1 + max(int(name.split(".")[1]) for name in tensors if name.startswith("layers."))
    if layers and layers < depth:
        chosen = [(k + 1) * depth // layers - 1 for k in range(layers)]
        tensors = {name: value for name, value in tensors.items() if not name.startswith("layers.")} | {
            f"layers.{new}.{rest}": tensors[f"layers.{old}.{rest}"] for new, old in enumerate(chosen) for rest in PARTS}
        depth = layers
    model = Encoder(vocabulary=len(tensors["words.weight"]), layers=depth)
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert not unexpected and set(missing) <= {"head.weight", "head.bias"}, (missing, unexpected)
    if missing:
        nn.init.normal_(model.head.weight, std=0.02)
        nn.init.zeros_(model.head.bias)
    return model


def unpacked(codes, scales):
    """Weights [rows, columns] from codes [rows, blocks, 16] of two weights each, the lower four bits those of the first half of a block, and scales [rows, blocks]."""
    values = torch.cat([codes & 15, codes >> 4], -1).float() - 8
    return (values * scales.float()[:, :, None]).reshape(len(codes), -1)
