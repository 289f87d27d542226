"""The network: a BERT encoder in plain PyTorch, with one linear head over mean and maximum of its last layer."""
import json
import pathlib

import torch
import torch.nn.functional as F
from torch import nn

LABELS = ("INJECTION_USER", "INJECTION_DOCUMENT", "INJECTION_TOOL", "TOXICITY")


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

    def __init__(self, vocabulary=30522, positions=512, size=384, inner=1536, heads=12, layers=6, dropout=0.1):
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


def from_bert(tensors):
    """The weights of a Hugging Face BERT under our names; the segment embedding of type 0 is added to the positions."""
    out = {"words.weight": tensors["embeddings.word_embeddings.weight"],
           "places.weight": tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]}
    for part in ("weight", "bias"):
        out[f"norm.{part}"] = tensors[f"embeddings.LayerNorm.{part}"]
    layer = 0
    while f"encoder.layer.{layer}.attention.self.query.weight" in tensors:
        old, new = f"encoder.layer.{layer}.", f"layers.{layer}."
        for part in ("weight", "bias"):
            out[f"{new}qkv.{part}"] = torch.cat([tensors[f"{old}attention.self.{name}.{part}"] for name in ("query", "key", "value")])
            for ours, theirs in (("out", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense"),
                                 ("norm1", "attention.output.LayerNorm"), ("norm2", "output.LayerNorm")):
                out[f"{new}{ours}.{part}"] = tensors[f"{old}{theirs}.{part}"]
        layer += 1
    return out


def load(path):
    """An encoder from a file of tensors under our names (safetensors); the head starts at nothing where the file has none."""
    from safetensors.torch import load_file
    tensors = {name: value.float() for name, value in load_file(path).items()}
    model = Encoder()
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert not unexpected and set(missing) <= {"head.weight", "head.bias"}, (missing, unexpected)
    if missing:
        nn.init.normal_(model.head.weight, std=0.02)
        nn.init.zeros_(model.head.bias)
    return model


def convert(folder, out, tokenizer):
    """Our file of tensors from a folder of a Hugging Face BERT, in bfloat16, with the emoji of our `tokenizer`."""
    from safetensors.torch import load_file, save_file
    from tokenizers import Tokenizer

    import emoji
    folder = pathlib.Path(folder)
    assert json.loads((folder / "config.json").read_text())["model_type"] == "bert"
    tensors = from_bert({name.removeprefix("bert."): value.float() for name, value in load_file(folder / "model.safetensors").items()})
    emoji.fill(tensors["words.weight"], Tokenizer.from_file(str(tokenizer)))
    save_file({name: value.to(torch.bfloat16).contiguous() for name, value in tensors.items()}, out)
