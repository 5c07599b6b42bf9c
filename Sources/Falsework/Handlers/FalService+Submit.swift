// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
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
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID, _ visit: FalVisit,
    _ course: JobCourse
  ) async -> Reply {
    do {
      let wishes = try Submission.Wishes(request, visit.query)
      let webhook = try WebhookParameter(in: visit.query)
      let conduct = request.exchangeNote?.known.scene?.decision.webhook
      let record = try await accept(
        request, to: endpoint, by: session, wishes, course,
        webhook?.order(through: visit.door, conduct))
      if let webhook { outbox.add(record, to: webhook.url) }
      let now = clock.now
      let position = try queuePosition(of: record, at: now)
      prospects?.told(of: record, at: now)
      return reply(
        .ok, of: record, course.wait == .zero ? .inProgress : .inQueue(position: position),
        visit.door, logs: nil)
    } catch let problem as WebhookParameter.Problem {
      return reply(.unusableWebhook(problem.description))
    } catch let failure as PlatformFailure {
      return reply(.platform(failure))
    } catch {
      return broken(error)
    }
  }

  /// `POST` on the run host: the result, once it is there.
  func run(
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID, _ visit: FalVisit,
    _ course: JobCourse
  ) async -> Reply {
    do {
      var wishes = try Submission.Wishes(request, visit.query)
      wishes.waiting = .refused
      let record = try await accept(request, to: endpoint, by: session, wishes, course)
      guard let ended = try await end(of: record) else {
        return reply(.platform(.clientDisconnected), about: record.id)
      }
      return await outcome(of: ended, visit.door)
    } catch let failure as PlatformFailure {
      return reply(.platform(failure))
    } catch {
      return broken(error)
    }
  }

  /// Waits for the end of a request; `nil` when the client has hung up, which cancels it.
  private func end(of record: RequestRecord) async throws -> RequestRecord? {
    var latest = record
    while clock.now < latest.ended {
      try await listeners.wait(for: record.id, by: clock) {
        latest = try store.request(record.id) ?? latest
        return latest.ended
      }
      if Task.isCancelled {
        try await cancel(record.id)
        return nil
      }
      latest = try store.request(record.id) ?? latest
    }
    return latest
  }

  private func accept(
    _ request: ServerRequest, to endpoint: EndpointID, by session: SessionID,
    _ wishes: Submission.Wishes, _ course: JobCourse, _ webhook: WebhookOrder? = nil
  ) async throws -> RequestRecord {
    let name = Array("\(endpoint)\n".utf8)
    let digest = Digest.hexadecimal(of: name + request.content)
    let document = catalogs.current.document(of: endpoint)
    let judged = verdict(on: request, to: endpoint, by: document)
    let output = output(judged, by: document, key: digest)
    let isDecided = course.ending != nil
    let verdict =
      isDecided ? judged : try await verdict(judged, seeingPicturesFor: output, of: request)
    let submission = Submission(
      session: session, endpoint: endpoint, digest: digest, verdict: verdict, output: output,
      wishes: wishes, course: course)
    let clock = clock
    switch try await store.accept(submission, webhook: webhook, by: policy, now: { clock.now }) {
    case .accepted(let record, let moved):
      changed(moved.map(\.id))
      try await keepLifecycle(of: record, request.head.fields)
      anticipate(record)
      return record
    case .refused(.queueIsFull): throw PlatformFailure.queueIsFull
    case .refused(.noRunnerFree): throw PlatformFailure.tooManyRuns
    }
  }

  /// Begins with what the result will need before it is asked for.
  private func anticipate(_ record: RequestRecord) {
    guard case .accepted(let input) = record.verdict, workshop.hasRoom, inputs.hasRoom else {
      return
    }
    Task {
      // What fails here fails again, and is told, when the result is asked for.
      guard case .input(let read) = try? await inputs.read(input, of: record) else { return }
      workshop.anticipate(record, read)
    }
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

  /// Judges an input by its pictures too, as far as they are here.
  ///
  /// What is wrong with them is known before the request has a timeline, so that a run which they
  /// make fail is as short, and says as little, as one does that fails.
  private func verdict(
    _ verdict: InputVerdict, seeingPicturesFor output: OutputPlan?, of request: ServerRequest
  ) async throws -> InputVerdict {
    guard case .accepted(let input) = verdict, output?.makesMesh == true else { return verdict }
    let survey = try await pictures.survey(input)
    guard !survey.troubles.isEmpty else {
      if let note = survey.standIn, workshop.makesMeshes {
        request.exchangeNote?.update { $0.pictureNotes = [note] }
      }
      return verdict
    }
    request.exchangeNote?.update { $0.pictureNotes = survey.troubles.map(\.note) }
    let reply = FalReply.unprocessable(survey.troubles.map(\.detail), by: .runner)
    return .rejected(status: reply.status.code, body: reply.body)
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
