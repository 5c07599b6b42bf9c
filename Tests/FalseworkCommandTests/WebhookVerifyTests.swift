// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// A webhook on its way into two files, and the keys of its server.
struct Capture: Sendable {
  static let now: Int64 = 1_800_000_000

  var fields = [
    ("Content-Type", "application/json"), ("X-Fal-Webhook-Request-Id", "r1"),
    ("X-Fal-Webhook-User-Id", "github|1"), ("X-Fal-Webhook-Timestamp", "\(now - 7)"),
  ]
  var body = #"{"error": null, "payload": {"a": [1]}, "request_id": "r1", "status": "OK"}"#
  var head: String?
  var keySet: String

  init() throws {
    let seeds = [[UInt8](repeating: 1, count: 32), [UInt8](repeating: 2, count: 32)]
    let keys = try seeds.map { try #require(Ed25519PrivateKey(seed: $0)) }
    let stamp = WebhookStamp(
      requestID: fields[1].1, userID: fields[2].1, timestamp: fields[3].1)
    let digest = Array(body.utf8).withUnsafeBytes { sha256Hex($0) }
    let signature = try keys[1].signature(for: stamp.message(bodyDigest: digest))
    fields.append(("X-Fal-Webhook-Signature", Hexadecimal.text(signature)))
    let set = WebhookKeySet(
      keys: keys.enumerated().map { .init(id: "key-\($0)", bytes: $1.publicKey.bytes) })
    keySet = set.json.text(.compact)
  }

  /// Replaces a field, or takes it away.
  func with(_ name: String, _ value: String?) -> Capture {
    var changed = self
    changed.fields.removeAll { $0.0 == name }
    if let value { changed.fields.append((name, value)) }
    return changed
  }

  func with(body: String) -> Capture {
    var changed = self
    changed.body = body
    return changed
  }

  /// Runs the command on files with the capture.
  func verify(_ options: [String] = ["--now", "\(now)"]) async throws -> Recorded {
    try await withTemporaryFolder { folder in
      let lines = head ?? fields.map { "\($0): \($1)" }.joined(separator: "\r\n")
      for (name, text) in [("head", lines), ("body", body), ("keys", keySet)] {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      return await Recorded(
        [
          "webhook", "verify", "--headers", folder + "/head", "--body", folder + "/body",
          "--jwks", folder + "/keys",
        ] + options)
    }
  }
}

/// Captures that something has happened to, and what is said of it.
enum DamagedCapture {
  typealias Damage = @Sendable (Capture) -> Capture

  static let cases: [(said: String, damage: Damage)] = [
    ("X-Fal-Webhook-Request-Id is missing", { $0.with("X-Fal-Webhook-Request-Id", nil) }),
    ("X-Fal-Webhook-User-Id is missing", { $0.with("X-Fal-Webhook-User-Id", nil) }),
    ("X-Fal-Webhook-Timestamp is missing", { $0.with("X-Fal-Webhook-Timestamp", nil) }),
    ("X-Fal-Webhook-Signature is missing", { $0.with("X-Fal-Webhook-Signature", nil) }),
    (
      "X-Fal-Webhook-Timestamp is not a number of seconds",
      { $0.with("X-Fal-Webhook-Timestamp", "2027-01-15T08:00:00Z") }
    ),
    (
      "X-Fal-Webhook-Timestamp is 301 s before 1800000000",
      { $0.with("X-Fal-Webhook-Timestamp", "\(Capture.now - 301)") }
    ),
    (
      "X-Fal-Webhook-Timestamp is 301 s after 1800000000",
      { $0.with("X-Fal-Webhook-Timestamp", "\(Capture.now + 301)") }
    ),
    (
      "X-Fal-Webhook-Signature has 126 digits, but an Ed25519 signature has 128",
      { $0.with("X-Fal-Webhook-Signature", String(repeating: "0", count: 126)) }
    ),
    (
      "X-Fal-Webhook-Signature is not hexadecimal",
      { $0.with("X-Fal-Webhook-Signature", String(repeating: "x", count: 86) + "==") }
    ),
    (
      "X-Fal-Webhook-Signature was made by none of the 2 keys",
      { $0.with("X-Fal-Webhook-Signature", String(repeating: "0", count: 128)) }
    ),
    ("made by none of the 2 keys", { $0.with("X-Fal-Webhook-User-Id", "github|2") }),
    (
      "made by none of the 2 keys",
      { $0.with(body: $0.body.replacing("[1]", with: "[2]")) }
    ),
    ("body ends in a line feed", { $0.with(body: $0.body + "\n") }),
    ("body ends in a line that", { $0.with(body: $0.body + "\r\n") }),
    (
      "body is JSON that was parsed and written again",
      { $0.with(body: $0.body.replacing(": ", with: ":").replacing(", ", with: ",\n ")) }
    ),
    ("body is not JSON", { $0.with(body: "") }),
    ("body has no request_id", { $0.with(body: "{}") }),
    ("body is about request r2", { $0.with(body: $0.body.replacing("r1", with: "r2")) }),
  ]
}

@Suite("falsework webhook verify") struct WebhookVerifyTests {
  private static let genuine = "genuine: request r1, signed 7 s ago by key key-1 (2 of 2)\n"

  @Test(
    "reads headers in each form that people have",
    arguments: [
      { $0.map { "\($0): \($1)\r\n" }.joined() },
      { "POST / HTTP/1.1\r\n" + $0.map { "\($0.lowercased()):\($1)  \r\n" }.joined() + "\r\n" },
      { "*   Trying [::1]:80\n> POST / HTTP/1.1\n" + $0.map { "> \($0): \($1)\n" }.joined() },
      { "HTTP/2 200 \r\n" + $0.map { "< \($0.lowercased()): \($1)\r\n" }.joined() },
      { " {" + $0.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ",\n") + "}" },
      { "{" + $0.map { "\"\($0)\": [\"\($1)\"]" }.joined(separator: ",") + "}" },
      { "[" + $0.map { "[\"\($0)\", \"\($1)\"]" }.joined(separator: ",") + "]" },
      { "[" + $0.map { "{\"name\":\"\($0)\",\"value\":\"\($1)\"}" }.joined(separator: ",") + "]" },
      { fields in
        let names = fields.map { "HTTP_" + $0.0.uppercased().replacing("-", with: "_") }
        return "{" + zip(names, fields).map { "\"\($0)\": \"\($1.1)\"" }.joined(separator: ",")
          + "}"
      },
    ] as [@Sendable ([(String, String)]) -> String])
  func forms(form: @Sendable ([(String, String)]) -> String) async throws {
    var capture = try Capture()
    capture.head = form(capture.fields)
    let run = try await capture.verify()
    #expect(run.output == Self.genuine, "\(run.errors)")
    #expect(run.status == 0)
  }

  @Test("tolerates what it is told to, on both sides", arguments: [-1, 0, 1])
  func tolerance(excess: Int) async throws {
    for age in [100 + excess, -100 - excess] {
      let moment = Capture.now - 7 + Int64(age)
      let run = try await Capture().verify(["--now", "\(moment)", "--tolerance", "100"])
      #expect(run.status == (excess > 0 ? 1 : 0), "\(run.output)")
    }
    #expect(try await Capture().verify([]).status == 1, "the moment is now, not that of the tests")
  }

  @Test("explains what is wrong, and ends with 1", arguments: DamagedCapture.cases)
  func damage(said: String, damage: DamagedCapture.Damage) async throws {
    let capture = damage(try Capture())
    let run = try await capture.verify()
    #expect(run.status == 1)
    #expect(run.output.contains(said), "\(run.output)")
    #expect(run.output.split(separator: "\n").last?.hasPrefix("not genuine: ") == true)
    let json = try JSONValue.parse(
      try await capture.verify(["--now", "\(Capture.now)", "--json"]).output)
    #expect(json["genuine"] == false)
    let problems = (json["problems"]?.arrayValue ?? []).map {
      "\($0["about"]?.stringValue ?? "") \($0["problem"]?.stringValue ?? "")"
    }
    #expect(problems.contains { $0.contains(said) })
  }

  @Test("tells machines which key has signed")
  func json() async throws {
    let run = try await Capture().verify(["--now", "\(Capture.now)", "--json"])
    #expect(run.output == #"{"genuine":true,"key":"key-1","age":7,"problems":[]}"# + "\n")
  }

  @Test(
    "says in one line what cannot be judged, and ends with 2",
    arguments: [
      (["--jwks", "/nowhere/jwks.json"], "cannot read /nowhere/jwks.json"),
      (["--jwks", "/dev/null"], "/dev/null is no JSON Web Key Set: "),
      (["--jwks", "http://127.0.0.1:1/jwks.json"], "nothing listens on 127.0.0.1:1"),
      (["--jwks", "gopher://a/"], "the URL in --jwks does not begin with http"),
      (["--headers", "/dev/null"], "/dev/null holds no headers"),
      (["--body", "/nowhere/body"], "cannot read /nowhere/body"),
      (["--tolerance", "-1"], "--tolerance"),
      (["--headers", "-", "--body", "-"], "only one of --headers and --body"),
    ] as [([String], String)])
  func usage(options: [String], mention: String) async throws {
    let run = try await Capture().verify(options)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    #expect(run.errors.contains(mention), "\(run.errors)")
  }

  @Test("an undelivered webhook survives kill -9, and is verified by the keys of the next server")
  func killed() async throws {
    try await WebhookReceiver.with([.silence, .status(200)]) { receiver, port in
      try await withTemporaryFolder { folder in
        let state = folder + "/state"
        let first = try await ServingProcess(state: state, arguments: ["--preset", "instant"])
        _ = try await first.curl(
          "-H", "Authorization: Key a:b", "-d", "{}",
          "\(first.url)/fal-ai/trellis?fal_webhook=http%3A%2F%2F127.0.0.1%3A\(port)%2F")
        let lost = try #require(await receiver.next())
        _ = await first.stop(SIGKILL)

        let second = try await ServingProcess(state: state, arguments: ["--preset", "instant"])
        let found = try #require(await receiver.next())
        #expect(found.body == lost.body)
        let lines = found.fields.map { "\($0.name.rawName): \($0.value)" }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: folder + "/head"))
        try Data(found.body).write(to: URL(filePath: folder + "/body"))
        let verify = [
          "webhook", "verify", "--state", state, "--headers", folder + "/head", "--body",
          folder + "/body",
        ]
        let run = await Recorded(verify)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        let keys = "\(second.url.replacing("http:", with: "https:"))/rest.fal.ai"
        let secure = await Recorded(verify + ["--jwks", keys + WebhookKeySet.path])
        #expect(secure.status == 0, "\(secure.output)\(secure.errors)")
        _ = await second.stop()
        let orphan = await Recorded(verify)
        #expect(orphan.status == 2)
        #expect(orphan.errors.contains("no server runs on \(state); name the keys with --jwks"))
      }
    }
  }
}
