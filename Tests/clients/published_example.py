import fal_client

def on_queue_update(update):
    if isinstance(update, fal_client.InProgress):
        for log in update.logs:
           print(log["message"])

result = fal_client.subscribe(
    "fal-ai/trellis",
    arguments={
        "image_url": "https://storage.googleapis.com/falserverless/web-examples/rodin3d/warriorwoman.png"
    },
    with_logs=True,
    on_queue_update=on_queue_update,
)
print(result)
