// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

/// End to end; the whole table is tested beside the validator.
@Suite("Invalid input") struct InputTests {
  @Test(
    "is accepted at submission, leaves the status clean and fails at the result",
    arguments: [
      (
        #"{}"#,
        #"[{"type":"missing","loc":["body","image_url"],"msg":"Field required","input":{}}]"#
      ),
      ("", #"[{"type":"missing","loc":["body"],"msg":"Field required","input":null}]"#),
      (
        #"{"image_url":"x","texture_size":"512"}"#,
        #"[{"type":"literal_error","loc":["body","texture_size"],"#
          + #""msg":"Input should be 512, 1024 or 2048","input":"512","#
          + #""ctx":{"expected":"512, 1024 or 2048"}}]"#
      ),
      (
        #"{"image_url":"x","mesh_simplify":0.99,"ss_sampling_steps":0}"#,
        #"[{"type":"greater_than_equal","loc":["body","ss_sampling_steps"],"#
          + #""msg":"Input should be greater than or equal to 1","input":0,"ctx":{"ge":1}},"#
          + #"{"type":"less_than_equal","loc":["body","mesh_simplify"],"#
          + #""msg":"Input should be less than or equal to 0.98","input":0.99,"ctx":{"le":0.98}}]"#
      ),
      (
        #"{"image_url":"#,
        #"[{"type":"json_invalid","loc":["body",13],"msg":"JSON decode error","input":{},"#
          + #""ctx":{"error":"Expecting value"}}]"#
      ),
    ])
  func failsAtResult(body: String, detail: String) async throws {
    try await withServer { _, client in
      let submission = try await client.send("POST", "/fal-ai/trellis", body: body)
      #expect(submission.status == 200)
      let id = try #require(submission.json["request_id"]?.stringValue)
      let path = "/fal-ai/trellis/requests/\(id)"

      let status = try await client.send("GET", path + "/status")
      #expect(status.status == 200)
      #expect(status.json["error"] == nil)
      let result = try await client.send("GET", path)
      #expect(result.status == 422)
      #expect(result.text == #"{"detail":\#(detail)}"#)
      #expect(result.fields[.falBillableUnits] == "0")

      let run = try await client.send("POST", "/fal.run/fal-ai/trellis", body: body)
      #expect(run.status == 422)
      #expect(run.content == result.content)
    }
  }

  @Test("that is no text in UTF-8 is 400 at the result")
  func undecodable() async throws {
    try await withServer { _, client in
      let head = """
        POST /fal.run/fal-ai/trellis HTTP/1.1\r
        Host: 127.0.0.1\r
        Authorization: Key a:b\r
        Content-Type: application/json\r
        Content-Length: 5\r
        Connection: close\r
        \r

        """
      let bytes = try await client.exchange(Array(head.utf8) + [0x7b, 0x22, 0xff, 0x22, 0x7d])
      let reply = try WireClient.response(to: "POST", in: bytes)
      #expect(reply.status == 400)
      #expect(reply.text == #"{"detail":"There was an error parsing the body"}"#)
    }
  }

  @Test("without a JSON content type is taken as bytes")
  func contentType() async throws {
    try await withServer { _, client in
      let reply = try await client.send(
        "POST", "/fal.run/fal-ai/trellis", fields: [("Content-Type", "text/plain")],
        body: smallInput)
      #expect(reply.status == 422)
      #expect(reply.json["detail"]?[0]?["type"] == "model_attributes_type")
    }
  }

  @Test("larger than the limit is 413 and the server goes on")
  func oversized() async throws {
    try await withServer { _, client in
      let head = """
        POST /fal-ai/trellis HTTP/1.1\r
        Host: 127.0.0.1\r
        Content-Length: 99999999999\r
        \r

        """
      let bytes = try await client.exchange(Array(head.utf8))
      #expect(try WireClient.response(to: "POST", in: bytes).status == 413)
      #expect(try await client.send("GET", "/_falsework/health").status == 200)
    }
  }

  @Test("on the port that is no HTTP at all is refused and the server goes on")
  func garbage() async throws {
    try await withServer { _, client in
      for garbage in ["\0\0\0\0", "SSH-2.0-OpenSSH_9.2\r\n", "GET\r\n\r\n", "\u{16}no TLS at all"] {
        _ = try await client.exchange(Array(garbage.utf8) + Array("\r\n\r\n".utf8))
      }
      #expect(try await client.send("GET", "/_falsework/health").status == 200)
    }
  }
}
