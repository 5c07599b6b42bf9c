// Falsework
// SPDX-License-Identifier: MIT

// What a page of another origin can do with fal-ai/trellis by fetch() alone. It judges nothing: it
// reports what it saw to the server that it came from, and browser_suite.py judges that.

const settings = Object.fromEntries(new URLSearchParams(location.search));
const endpoint = "https://queue.fal.run/fal-ai/trellis";
const input = { image_url: "https://example.com/fox.png", mesh_simplify: 0.98, texture_size: 512 };
const picture = Uint8Array.from({ length: 3000 }, (_, index) => index % 251);

// By the proxy that the browser has, or as fal's clients go with `proxyUrl`; in either case with the
// fields that fal's JavaScript client sends, whatever the method.
function call(target, { key = settings.key, ...options } = {}) {
  const headers = {
    Accept: "application/json",
    "Content-Type": "application/json",
    "x-fal-queue-priority": "normal",
    ...(key && { Authorization: `Key ${key}` }),
  };
  if (settings.door === "proxy") return fetch(target, { ...options, headers });
  headers["x-fal-target-url"] = target;
  return fetch(`${settings.mock}/api/fal/proxy`, { ...options, headers });
}

function post(target, body, options = {}) {
  return call(target, { method: "POST", body: JSON.stringify(body), ...options });
}

async function seen(reply) {
  return {
    status: reply.status,
    body: await reply.json(),
    request: reply.headers.get("x-fal-request-id"),
    units: reply.headers.get("x-fal-billable-units"),
  };
}

async function submitted(body, options) {
  const submission = await seen(await post(endpoint, body, options));
  return { submission, address: `${endpoint}/requests/${submission.body.request_id}` };
}

async function completed(address) {
  const stages = [];
  for (;;) {
    const reply = await call(`${address}/status?logs=1`);
    const { status, logs } = await reply.json();
    stages.push([reply.status, status]);
    if (status === "COMPLETED") return { stages, logs: logs.length };
    await new Promise((resume) => setTimeout(resume, 50));
  }
}

const visits = {
  async mesh() {
    const { submission, address } = await submitted(input);
    const { stages, logs } = await completed(address);
    const result = await seen(await call(address));
    const file = await fetch(result.body.model_mesh.url);
    const content = await file.arrayBuffer();
    const range = await fetch(result.body.model_mesh.url, { headers: { Range: "bytes=0-3" } });
    return {
      submission, stages, logs, result,
      magic: new TextDecoder().decode(content.slice(0, 4)),
      length: content.byteLength,
      lengthWithin: new DataView(content).getUint32(8, true),
      range: [range.status, range.headers.get("content-range"), await range.text()],
    };
  },

  async stream() {
    const { address } = await submitted(input);
    const reply = await call(`${address}/status/stream`);
    const type = reply.headers.get("content-type");
    const events = (await reply.text()).split("\n\n").filter((text) => text.startsWith("data: "));
    return { type, states: events.map((text) => JSON.parse(text.slice(6)).status) };
  },

  async cancellation() {
    const { address } = await submitted(input);
    const reply = await seen(await call(`${address}/cancel`, { method: "PUT" }));
    const status = await seen(await call(`${address}/status`));
    return { reply, status, result: await seen(await call(address)) };
  },

  async refusedInput() {
    const { submission, address } = await submitted({ ...input, texture_size: "512" });
    await completed(address);
    return { submission, result: await seen(await call(address)) };
  },

  async refusedKey() {
    return await seen(await post(endpoint, input, { key: null }));
  },

  async upload() {
    const initiation = await post(
      "https://rest.fal.ai/storage/upload/initiate?storage_type=fal-cdn-v3",
      { content_type: "image/png", file_name: "fox.png" },
    );
    const { upload_url, file_url } = await initiation.json();
    const headers = { "Content-Type": "image/png" };
    const put = await fetch(upload_url, { method: "PUT", headers, body: new Blob([picture]) });
    const file = await fetch(file_url);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return {
      statuses: [initiation.status, put.status, file.status],
      type: file.headers.get("content-type"),
      same: bytes.length === picture.length && bytes.every((byte, at) => byte === picture[at]),
    };
  },

  // No page may read the mock's own interface, which shows that the browser does look.
  async foreign() {
    return await fetch(`${settings.mock}/_falsework/health`).then(
      (reply) => reply.status, (error) => error.name);
  },
};

async function report() {
  const findings = {};
  for (const [name, visit] of Object.entries(visits)) {
    findings[name] = await visit().catch((error) => ({ failure: `${name}: ${error}` }));
  }
  document.body.textContent = JSON.stringify(findings, null, 2);
  await fetch("/findings", { method: "POST", body: JSON.stringify(findings) });
}

report();
