// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

@Suite("The body of a status reply")
struct QueueStatusBodyTests {
  static let id = "019e1951-c778-7120-8a3b-0123456789ab"
  static let base = "https://queue.fal.run/fal-ai/trellis/requests/\(id)"
  static let head =
    #""request_id": "\#(id)", "response_url": "\#(base)", "#
    + #""status_url": "\#(base)/status", "cancel_url": "\#(base)/cancel", "#

  private func text(
    _ state: QueueStatusBody.State, logs: [LogEntry]? = nil, _ form: ReplyForm = .observed
  ) throws -> String {
    let endpoint = try #require(EndpointID("fal-ai/trellis/multi"))
    let links = RequestLinks(
      queueBase: "https://queue.fal.run", application: endpoint, requestID: Self.id)
    let body = QueueStatusBody(
      requestID: Self.id, links: links, state: state, logs: logs, form: form)
    return String(decoding: body.bytes, as: UTF8.self)
  }

  @Test(
    "is byte for byte what the gateway writes",
    arguments: [
      (
        QueueStatusBody.State.inQueue(position: 0), "IN_QUEUE",
        #""logs": null, "metrics": {}, "queue_position": 0"#
      ),
      (
        .inQueue(position: 8214), "IN_QUEUE",
        #""logs": null, "metrics": {}, "queue_position": 8214"#
      ),
      (.inProgress, "IN_PROGRESS", #""logs": null, "metrics": {}"#),
      (
        .completed(inferenceSeconds: 23.713945, failure: nil), "COMPLETED",
        #""logs": null, "metrics": {"inference_time": 23.713945}"#
      ),
      (
        .completed(inferenceSeconds: 0.049, failure: nil), "COMPLETED",
        #""logs": null, "metrics": {"inference_time": 0.049}"#
      ),
      (
        .completed(inferenceSeconds: 3.6e-05, failure: nil), "COMPLETED",
        #""logs": null, "metrics": {"inference_time": 3.6e-05}"#
      ),
      (
        .completed(inferenceSeconds: 2, failure: nil), "COMPLETED",
        #""logs": null, "metrics": {"inference_time": 2.0}"#
      ),
      (
        .completed(inferenceSeconds: nil, failure: .clientCancelled), "COMPLETED",
        #""logs": null, "metrics": {}, "error": "Request was cancelled by the client", "#
          + #""error_type": "client_cancelled""#
      ),
      (
        .completed(inferenceSeconds: 1.5, failure: .internalError), "COMPLETED",
        #""logs": null, "metrics": {"inference_time": 1.5}, "error": "Internal error", "#
          + #""error_type": "internal_error""#
      ),
    ])
  func bytes(state: QueueStatusBody.State, word: String, tail: String) throws {
    #expect(try text(state) == #"{"status": "\#(word)", "# + Self.head + tail + "}")
    #expect(state.word == word)
  }

  @Test("has an empty list of logs where the client asked and there are none")
  func noLogs() throws {
    let expected = #"{"status": "IN_PROGRESS", "# + Self.head + #""logs": [], "metrics": {}}"#
    #expect(try text(.inProgress, logs: []) == expected)
  }

  @Test("has the logs in order")
  func logs() throws {
    let logs = ["one", "two"].enumerated().map { index, message in
      LogEntry(
        time: Timestamp(microseconds: Int64(index)), message: message, level: .stderr)
    }
    let body = try JSONValue.parse(try text(.inProgress, logs: logs))
    #expect(body["logs"]?[0]?["message"] == "one")
    #expect(body["logs"]?[1]?["message"] == "two")
    #expect(body["logs"]?[2] == nil)
  }

  @Test("has no failure, and the logs as an object, where it is as documented")
  func documented() throws {
    let log = LogEntry(time: Timestamp(microseconds: 0), message: "one", level: .info)
    let state = QueueStatusBody.State.completed(
      inferenceSeconds: nil, failure: .clientCancelled)
    #expect(
      try text(state, logs: nil, .documented)
        == #"{"status": "COMPLETED", "# + Self.head + #""metrics": {}}"#)
    let body = try JSONValue.parse(try text(.inProgress, logs: [log], .documented))
    #expect(body["logs"]?["0"]?["message"] == "one")
  }

  @Test("has status 202 until the request has ended, and in the documents always 200")
  func codes() {
    let states: [QueueStatusBody.State] = [
      .inQueue(position: 0), .inProgress, .completed(inferenceSeconds: 1, failure: nil),
    ]
    #expect(states.map { $0.code(in: .observed) } == [.accepted, .accepted, .ok])
    #expect(states.map { $0.code(in: .documented) } == [.ok, .ok, .ok])
  }

  @Test("escapes what is not ASCII, as Python does")
  func escapes() throws {
    let log = LogEntry(time: Timestamp(microseconds: 0), message: "ü🐈", level: .info)
    #expect(try text(.inProgress, logs: [log]).contains(#""message": "\u00fc\ud83d\udc08""#))
  }
}

@Suite("The links of a request")
struct RequestLinksTests {
  @Test(
    "name the application only and follow the door that the client came in by",
    arguments: [
      ("https://queue.fal.run", "fal-ai/trellis", "https://queue.fal.run/fal-ai/trellis"),
      ("https://queue.fal.run", "fal-ai/trellis/multi", "https://queue.fal.run/fal-ai/trellis"),
      (
        "http://127.0.0.1:8080/queue.fal.run", "comfy/me/flow/deep",
        "http://127.0.0.1:8080/queue.fal.run/comfy/me/flow"
      ),
    ])
  func links(base: String, endpoint: String, expected: String) throws {
    let links = RequestLinks(
      queueBase: base, application: try #require(EndpointID(endpoint)), requestID: "ID")
    #expect(links.response == "\(expected)/requests/ID")
    #expect(links.status == "\(expected)/requests/ID/status")
    #expect(links.cancel == "\(expected)/requests/ID/cancel")
  }
}
