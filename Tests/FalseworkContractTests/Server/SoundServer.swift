// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJSON
import FalseworkOpenAPI
import FalseworkProtocol
import Foundation
import HTTPTypes

/// A server without sockets that answers as fal does, unless a mutation spoils its replies.
struct SoundServer {
  typealias Mutation = @Sendable (Probe, inout ProbeReply) -> Void

  var form = ReplyForm.observed
  var mutation: Mutation = { _, _ in }
  /// What a probe fails with instead of an answer.
  var failure: @Sendable (Probe) -> String? = { _ in nil }
  private var pollCounts: [ProbeJob: Int] = [:]

  static let base = "http://127.0.0.1:4010"
  static let mesh = Array("glTF".utf8) + [2, 0, 0, 0, 16, 0, 0, 0, 1, 2, 3, 4]
  private static let endpoint = EndpointID(segments: ["fal-ai", "trellis"])
  private static let subpath = EndpointID(segments: ["fal-ai", "trellis", "multi"])

  init(
    form: ReplyForm = .observed, mutation: @escaping Mutation = { _, _ in },
    failure: @escaping @Sendable (Probe) -> String? = { _ in nil }
  ) {
    self.form = form
    self.failure = failure
    self.mutation = mutation
  }

  /// Asks the server everything, in a time of its own, and judges it.
  static func verdict(
    _ server: SoundServer, budget: Int = 4, patience: Duration = .seconds(10)
  ) throws -> ServerVerdict {
    var (server, now) = (server, Duration.zero)
    var inquiry = Inquiry(
      try profile(server.form), inputs: ProbeInputs(sound: "{\"a\":1}", subpath: "{\"b\":1}"),
      budget: budget, patience: patience)
    while true {
      switch inquiry.next(at: now) {
      case .over: return ServerContract.queue.judge(inquiry.log)
      case .wait(let pause): now += pause
      case .send(let request, let probe):
        let outcome = server.answer(probe)
        let length = Duration.milliseconds(10)
        inquiry.take(outcome, of: request, for: probe, began: now, duration: length)
        now += length
      }
    }
  }

  static func profile(_ form: ReplyForm) throws -> ServerProfile {
    struct NoEndpoint: Error {}
    guard let endpoint else { throw NoEndpoint() }
    let file = URL(fileURLWithPath: #filePath).appendingPathComponent(
      "../../../../openapi/fal-ai/trellis.json")
    let json = try JSONValue.parse([UInt8](Data(contentsOf: file.standardized)))
    return ServerProfile(
      door: ServerDoor(scheme: "http", authority: "127.0.0.1:4010", path: "/"), endpoint: endpoint,
      subpathEndpoint: subpath, document: try OpenAPIDocument(json), form: form)
  }

  mutating func answer(_ probe: Probe) -> ProbeOutcome {
    if let reason = failure(probe) { return .failed(reason: reason) }
    var reply = sound(probe)
    if let job = probe.aboutJob { reply.fields[.falRequestID] = Self.id(job) }
    reply.fields[.accessControlAllowOrigin] = "*"
    mutation(probe, &reply)
    return .reply(reply)
  }

  static func id(_ job: ProbeJob) -> String { "id-\(job.rawValue)" }

  private mutating func sound(_ probe: Probe) -> ProbeReply {
    switch probe {
    case .anonymous:
      return .detail(
        401,
        "Cannot access application \"fal-ai/trellis\". "
          + "Authentication is required to access this application.")
    case .malformedKey: return .detail(401, "Invalid Key Authorization header format.")
    case .wrongMethod, .wholeID:
      var reply = ProbeReply.detail(405, "Method Not Allowed")
      reply.fields[.allow] = "POST"
      return reply
    case .preflight:
      return ProbeReply(
        status: 204,
        fields: [
          .accessControlAllowMethods: "POST, PUT", .accessControlAllowHeaders: "*, Authorization",
        ])
    case .document:
      let json = (try? Self.profile(form).document?.json) ?? .null
      return ProbeReply(json: json)
    case .keys:
      return ProbeReply(
        json: WebhookKeySet(keys: [.init(id: "k", bytes: [UInt8](repeating: 7, count: 32))]).json)
    case .unknown(.result): return .detail(404, "Request not found")
    case .unknown: return ProbeReply(json: ["status": "NOT_FOUND"], status: 404)
    case .submit(let job): return status("IN_QUEUE", of: job, asksForLogs: false, code: 200)
    case .early(let job):
      let links = status("IN_QUEUE", of: job, asksForLogs: false, code: 400)
      return links.editing { object in
        object.members.removeAll { !$0.name.hasSuffix("_url") && $0.name != "request_id" }
        object["detail"] = "Request is still in progress"
      }
    default: return soundAboutJob(probe)
    }
  }

  private mutating func soundAboutJob(_ probe: Probe) -> ProbeReply {
    switch probe {
    case .poll(let job):
      let count = pollCounts[job, default: 0]
      pollCounts[job] = count + 1
      let words = ["IN_QUEUE", "IN_QUEUE", "IN_PROGRESS", "IN_PROGRESS"]
      let word = count < words.count && job != .cancelled ? words[count] : "COMPLETED"
      return status(word, of: job, asksForLogs: count % 2 == 1)
    case .status(let job, let logs):
      return status("COMPLETED", of: job, asksForLogs: logs == .with)
    case .stream(let job):
      let words = job == .sound ? ["COMPLETED"] : ["IN_QUEUE", "IN_PROGRESS", "COMPLETED"]
      let events = words.map { word in
        let body = status(word, of: job, asksForLogs: true).body
        return "data: " + String(decoding: body, as: UTF8.self) + "\n\n"
      }
      return ProbeReply(
        status: 200, fields: [.contentType: "text/event-stream"], body: Array(events.joined().utf8))
    case .result(.rejected):
      let entry: JSONValue = [
        "type": "missing", "loc": ["body", "image_url"], "msg": "Field required",
      ]
      var reply = ProbeReply(json: ["detail": [entry]], status: 422)
      reply.fields[.falBillableUnits] = "0"
      return reply
    case .result:
      return ProbeReply(
        json: [
          "model_mesh": [
            "url": .string(Self.base + "/v3b.fal.media/files/b/model.glb"),
            "content_type": "application/octet-stream", "file_name": "model.glb",
            "file_size": .number(JSONNumber(Self.mesh.count)),
          ], "timings": ["prepare": .number(JSONNumber(1.5))],
        ])
    case .cancel:
      return form == .observed
        ? ProbeReply(json: ["status": "CANCELLATION_REQUESTED"], status: 202)
        : ProbeReply(json: ["success": true])
    case .lateCancel:
      return form == .observed
        ? ProbeReply(json: ["status": "ALREADY_COMPLETED"], status: 400)
        : ProbeReply(json: ["success": false])
    case .meshRange:
      return ProbeReply(
        status: 206, fields: [.contentRange: "bytes 0-11/16"], body: Array(Self.mesh.prefix(12)))
    case .meshUnchanged: return ProbeReply(status: 304)
    default: return ProbeReply(status: 200, fields: [.eTag: "\"1\""], body: Self.mesh)
    }
  }

  private func status(
    _ word: String, of job: ProbeJob, asksForLogs: Bool, code: Int? = nil
  ) -> ProbeReply {
    let url = "\(Self.base)/fal-ai/trellis/requests/\(Self.id(job))"
    var body: JSONObject = [
      "status": .string(word), "request_id": .string(Self.id(job)), "response_url": .string(url),
      "status_url": .string(url + "/status"), "cancel_url": .string(url + "/cancel"),
    ]
    if form == .observed {
      body["logs"] = asksForLogs ? [["timestamp": "2026-01-01T00:00:00", "message": "m"]] : .null
    } else if asksForLogs {
      body["logs"] = ["0": ["timestamp": "2026-01-01T00:00:00", "message": "m"]]
    }
    body["metrics"] = word == "COMPLETED" ? ["inference_time": .number(JSONNumber(1.5))] : [:]
    if word == "IN_QUEUE" { body["queue_position"] = 0 }
    let usual = form == .observed && word != "COMPLETED" ? 202 : 200
    return ProbeReply(json: .object(body), status: code ?? usual)
  }
}

extension ProbeReply {
  init(json: JSONValue, status: Int = 200) {
    self.init(
      status: status, fields: [.contentType: "application/json"],
      body: Array(json.text(.compact).utf8))
  }

  static func detail(_ status: Int, _ text: String) -> ProbeReply {
    ProbeReply(json: ["detail": .string(text)], status: status)
  }

  /// The same with other members.
  func editing(_ edit: (inout JSONObject) -> Void) -> ProbeReply {
    guard var object = (try? JSONValue.parse(body))?.objectValue else { return self }
    edit(&object)
    var reply = self
    reply.body = Array(JSONValue.object(object).text(.compact).utf8)
    return reply
  }
}

extension Probe {
  /// The job that a reply is about.
  var aboutJob: ProbeJob? {
    switch self {
    case .submit(let job), .early(let job), .poll(let job), .status(let job, _),
      .stream(let job), .result(let job), .cancel(let job), .lateCancel(let job):
      job
    default: nil
    }
  }
}
