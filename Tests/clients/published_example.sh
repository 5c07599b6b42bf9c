curl --request POST \
  --url https://fal.run/fal-ai/trellis \
  --header "Authorization: Key $FAL_KEY" \
  --header "Content-Type: application/json" \
  --data '{
     "image_url": "https://storage.googleapis.com/falserverless/web-examples/rodin3d/warriorwoman.png"
   }'
