"""Moto's S3 over TLS on 127.0.0.1, for tests/bucket: says its address and its key, obeys `off` and `on`, ends with its input.

Arguments: PEM files of certificate and key."""

import json
import sys
import threading

import boto3
from botocore.config import Config
from moto import settings
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

CERTIFICATE, KEY = sys.argv[1:3]
moto = DomainDispatcherApplication(create_backend_app)
is_off = threading.Event()


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


def answer(environ, begin):
    """What a bucket says that can take nothing now, while it is off."""
    if is_off.is_set():
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        begin("503 Slow Down", [("Content-Length", "0")])
        return [b""]
    return moto(environ, begin)


server = make_server("127.0.0.1", 0, answer, threaded=True, ssl_context=(CERTIFICATE, KEY), request_handler=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
endpoint = f"https://127.0.0.1:{server.server_port}"


def client(service):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="founder",
        aws_secret_access_key="founder",
        verify=CERTIFICATE,
        config=Config(s3={"addressing_style": "path"}, proxies={}),
    )


client("s3").create_bucket(Bucket="lucha")
iam = client("iam")
iam.create_user(UserName="headquarters")
rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="headquarters", PolicyName="all", PolicyDocument=json.dumps(rights))
key = iam.create_access_key(UserName="headquarters")["AccessKey"]
# From now on every question must bear a signature under that key.
settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
print(json.dumps([endpoint, key["AccessKeyId"], key["SecretAccessKey"]]), flush=True)
for line in sys.stdin:
    if line.strip() == "off":
        is_off.set()
    else:
        is_off.clear()
    print("done", flush=True)
