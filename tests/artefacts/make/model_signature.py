"""The examples of `model_signature` and `digest_list`: one folder of files, signed and listed.

Made with model-signing 1.1.1, which needs pyOpenSSL too, and with cryptography for a key that
nobody keeps; the list is written as `sha256sum` writes it. Run `python model_signature.py`.
"""

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import model_signing
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

EXAMPLES = Path(__file__).parents[2] / "importers/examples"
SIGNED = EXAMPLES / "model_signature/artefact"
LISTED = EXAMPLES / "digest_list/artefact"
FILES = {"config.json": b'{"model_type": "acme"}\n', "model.safetensors": bytes(64)}

key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Acme")])
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(1)
    .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    .not_valid_after(datetime(2036, 1, 1, tzinfo=UTC))
    .add_extension(
        x509.SubjectAlternativeName([x509.RFC822Name("release@example.org")]), critical=False
    )
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    .sign(key, hashes.SHA256())
)
for folder in (SIGNED, LISTED):
    folder.mkdir(parents=True, exist_ok=True)

with tempfile.TemporaryDirectory() as place:
    model = Path(place) / "acme-1b"
    model.mkdir()
    for file, data in FILES.items():
        (model / file).write_bytes(data)
    private, public = Path(place) / "key.pem", Path(place) / "certificate.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    model_signing.signing.Config().use_certificate_signer(
        private_key=private, signing_certificate=public, certificate_chain=[public]
    ).sign(model, SIGNED / "model.sig")
    model_signing.signing.Config().use_elliptic_key_signer(private_key=private).sign(
        model, SIGNED / "by-key.sig"
    )

(LISTED / "SHA256SUMS").write_text(
    "".join(f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in FILES.items()),
    "utf-8",
)
(LISTED / "model.safetensors.sha256").write_text(
    hashlib.sha256(FILES["model.safetensors"]).hexdigest() + "\n", "utf-8"
)
