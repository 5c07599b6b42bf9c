// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import HTTPTypes

/// What a client of the queue does: submit, poll, fetch the result, download the mesh.
struct DemoFlow {
  private let client: DemoClient
  private let mount: String
  private let input: JSONValue
  private let console: Console
  private let started = DispatchTime.now()
  private(set) var steps: [Step] = []

  static let endpoint = "fal-ai/trellis"
  private static let pollInterval = Duration.milliseconds(100)
  private static let pollCountMax = 3000

  /// One line of the table of what happened.
  struct Step {
    let milliseconds: UInt64
    let request: String
    let outcome: String
  }

  /// What the flow yields.
  struct Outcome {
    let result: JSONValue
    let mesh: [UInt8]
    /// What the server says that the mesh shows.
    let account: JSONValue
  }

  /// Prepares the flow, with this input, against the server at an authority on this machine.
  init(
    _ authority: HTTPAuthority, input: JSONValue, console: Console
  ) throws(CommandFailure) {
    self.input = input
    client = try DemoClient(authority)
    mount = "/queue.fal.run"
    self.console = console
  }

  /// Plays the flow.
  mutating func play() async throws -> Outcome {
    let submission = try await ask(
      .post, "\(mount)/\(Self.endpoint)", body: input)
    let statusURL = try link("status_url", in: submission)
    let responseURL = try link("response_url", in: submission)
    try await poll(statusURL)
    let result = try await ask(.get, try path(of: responseURL))
    // The output's first file object, whatever the document calls it.
    let files = result.objectValue?.members.map(\.value) ?? []
    let fileURL = try link("url", in: files.first { $0["url"] != nil } ?? .null)
    let response = try await send(.get, try path(of: fileURL), fields: [:])
    note("GET", "the mesh", "\(response.head.status.code), \(response.content.count) bytes")
    return Outcome(
      result: result, mesh: response.content, account: try await account(of: submission))
  }

  /// Asks the mock itself, as no client of fal's can.
  private func account(of submission: JSONValue) async throws -> JSONValue {
    let id = submission["request_id"]?.stringValue ?? ""
    let (_, request) = try read(await send(.get, "/_falsework/requests/\(id)", fields: [:]))
    return request["mesh"] ?? .null
  }

  private mutating func poll(_ url: String) async throws {
    let target = try path(of: url) + "?logs=1"
    var last = ""
    for _ in 0..<Self.pollCountMax {
      let (response, status) = try read(await send(.get, target, fields: Self.authorization))
      let word = status["status"]?.stringValue ?? "?"
      let log = status["logs"]?.arrayValue?.last?["message"]?.stringValue
      console.writeOver("  \(seconds)  \(word)\(log.map { "  \($0)" } ?? "")")
      if word != last { note("GET", "…/status", "\(response.head.status.code) \(word)") }
      last = word
      if word == "COMPLETED" {
        console.endOver()
        return
      }
      await Pause.wait(Self.pollInterval)
    }
    throw CommandFailure("the request did not end")
  }

  private static let authorization: HTTPFields = [.authorization: "Key \(ClientSettings.key)"]

  private mutating func ask(
    _ method: HTTPRequest.Method, _ path: String, body: JSONValue? = nil
  ) async throws -> JSONValue {
    var fields = Self.authorization
    if body != nil { fields[.contentType] = "application/json" }
    let (response, json) = try read(
      await send(method, path, fields: fields, body: body))
    let summary = json["status"]?.stringValue ?? "the result"
    note(
      method.rawValue, path.hasSuffix(Self.endpoint) ? "/\(Self.endpoint)" : "…/requests/{id}",
      "\(response.head.status.code) \(summary)")
    guard response.head.status.kind == .successful else {
      throw CommandFailure(
        "\(method.rawValue) \(path) was answered \(response.head.status.code)"
          + (Self.reason(json).map { ": \($0)" } ?? ""))
    }
    return json
  }

  /// What a refusal says: fal's `detail` is a text, or a list of which each entry has one.
  private static func reason(_ refusal: JSONValue) -> String? {
    refusal["detail"]?.stringValue ?? refusal["detail"]?[0]?["msg"]?.stringValue
  }

  private func send(
    _ method: HTTPRequest.Method, _ target: String, fields: HTTPFields, body: JSONValue? = nil
  ) async throws -> DemoClient.Response {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    return try await client.send(
      method, .origin(path: parts[0], query: parts.count == 2 ? parts[1] : nil), fields: fields,
      body: body.map { .bytes($0.serialized(.compact)) } ?? .none)
  }

  private func read(
    _ response: DemoClient.Response
  ) throws(CommandFailure) -> (DemoClient.Response, JSONValue) {
    guard let json = try? JSONValue.parse(response.content) else {
      throw CommandFailure("the server's answer is not JSON")
    }
    return (response, json)
  }

  private func link(_ name: String, in json: JSONValue) throws(CommandFailure) -> String {
    guard let url = json[name]?.stringValue else {
      throw CommandFailure("the server's answer has no \(name)")
    }
    return url
  }

  private func path(of url: String) throws(CommandFailure) -> String {
    let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4 else { throw CommandFailure("\(url) is not a URL") }
    return "/" + parts[3]
  }

  private mutating func note(_ method: String, _ path: String, _ outcome: String) {
    let nanoseconds = DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds
    steps.append(
      Step(
        milliseconds: nanoseconds / 1_000_000, request: "\(method) \(path)", outcome: outcome))
  }

  private var seconds: String {
    let tenths = (DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 100_000_000
    return "\(tenths / 10).\(tenths % 10) s"
  }
}

/// A pause of a task in real time, as people and clients experience it.
enum Pause {
  private static let queue = DispatchQueue(label: "falsework.pauses")

  static func wait(_ duration: Duration) async {
    let nanoseconds = Int(duration.components.attoseconds / 1_000_000_000)
    await withCheckedContinuation { continuation in
      queue.asyncAfter(
        deadline: .now() + .seconds(Int(duration.components.seconds)) + .nanoseconds(nanoseconds)
      ) { continuation.resume() }
    }
  }
}
