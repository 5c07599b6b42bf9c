// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import HTTPTypes

extension FalService {
  /// `POST` on the queue host: 200 with the status of the new request (observed).
  func submit(
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID,
    through door: Door
  ) async -> Reply {
    do {
      let record = try await accept(request, to: endpoint, by: session)
      return reply(.ok, of: record, .inQueue(position: 0), door, logs: nil)
    } catch {
      return broken(error)
    }
  }

  /// `POST` on the run host: the result, once it is there.
  func run(
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID,
    through door: Door
  ) async -> Reply {
    do {
      let record = try await accept(request, to: endpoint, by: session)
      await clock.wait(until: record.timeline.ended)
      return await result(of: record, door).reply
    } catch {
      return broken(error)
    }
  }

  private func accept(
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID
  ) async throws -> RequestRecord {
    let name = Array("\(endpoint)\n".utf8)
    let digest = Digest.hexadecimal(of: name + request.content)
    let document = catalogs.current.document(of: endpoint)
    let verdict = verdict(on: request, to: endpoint, by: document)
    let submission = Submission(
      session: session, endpoint: endpoint, digest: digest, verdict: verdict,
      output: output(verdict, by: document, key: digest))
    let (clock, policy) = (clock, policy)
    let record = try await store.accept(submission) { occurrence in
      policy.record(of: submission, occurrence: occurrence, at: clock.now)
    }
    workshop.anticipate(record)
    return record
  }

  /// Judges a body as the runner will, which the client hears of at the result only.
  private func verdict(
    on request: ServerRequest, to endpoint: EndpointID, by document: OpenAPIDocument?
  ) -> InputVerdict {
    guard let document else {
      let reply = FalReply.pathNotFound("/\(endpoint.subpath ?? "")")
      return .rejected(status: reply.status.code, body: reply.body)
    }
    let type = request.head.fields.value(of: .contentType)
    switch document.judge(body: request.content, contentType: type, reading: dialect.reading) {
    case .accepted(let input): return .accepted(input: input)
    case .rejected(let status, let body): return .rejected(status: status, body: body)
    }
  }

  /// Draws what the runner will answer, by the document of now: the request keeps to it.
  private func output(
    _ verdict: InputVerdict, by document: OpenAPIDocument?, key: String
  ) -> OutputPlan? {
    guard case .accepted(let input) = verdict, let document else { return nil }
    return OutputGenerator.plan(for: document, input: input, seed: policy.seed, key: key)
  }
}

extension Dialect {
  /// How a submission is read.
  fileprivate var reading: SchemaReading {
    switch self {
    case .observed, .documented: .observed
    case .strict: .strict(formats: .asserted)
    }
  }
}
