// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import HTTPTypes

/// fal's interface: takes a visit and a request, and gives the answer as a value.
///
/// The order of judgement is the one observed: credential, application, method, then the handler.
struct FalService: Sendable {
  let clock: MockClock
  let policy: RunPolicy
  let dialect: Dialect
  let catalogs: CatalogShelf
  let store: StateStore
  let workshop: FileWorkshop
  let inputs: InputReader
  let pictures: PictureReader
  let strangers: StrangerIDs
  let retention: Retention
  let listeners = RequestListeners()
  let sessions: SessionBook
  let outbox: WebhookOutbox
  let signer: WebhookSigner
  let mint: TokenMint
  /// What pollers wait for, where time goes on by itself.
  let prospects: Prospects?

  func answer(
    _ visit: FalVisit, _ request: ServerRequest, _ memory: PollMemory,
    _ course: JobCourse = JobCourse()
  ) -> FalAnswer {
    let route = visit.route
    if request.head.method == .options { return .now(Reply.preflight) }
    switch route {
    case .file(let path):
      return permitted(route, request) {
        request.head.method == .put ? put(request, at: path) : .now(file(at: path, request))
      }
    case .upload:
      return permitted(route, request) { upload(request, through: visit.door) }
    case .partedUpload:
      return permitted(route, request) { beginInParts(request, through: visit.door) }
    case .part(let path, let upload, let number):
      return permitted(route, request) { put(request, asPart: number, of: upload, to: path) }
    case .completion(let path, let upload):
      return permitted(route, request) { complete(request, upload, to: path, through: visit.door) }
    case .storage(let call):
      return storage(call, visit, request)
    case .openAPI:
      return permitted(route, request) { .now(openAPI(visit)) }
    case .models:
      return permitted(route, request) { .now(models(visit)) }
    case .pricing:
      return permitted(route, request) { .now(pricing(visit, request)) }
    case .webhookKeys:
      return permitted(route, request) { .now(webhookKeys) }
    case .unknown:
      return .now(unknown(visit, request))
    case .submit(let endpoint):
      return admitted(endpoint, route, request) { session in
        .later { await submit(request, to: endpoint, by: session, visit, course) }
      }
    case .run(let endpoint):
      return admitted(endpoint, route, request) { session in
        .later { await run(request, to: endpoint, by: session, visit, course) }
      }
    case .request(let application, let id, let view):
      return manage(id, of: application, view, visit, request, memory)
    }
  }

  /// Lets a request pass that shows a credential, names an application that exists and has the
  /// right method.
  private func admitted(
    _ endpoint: EndpointID, _ route: Route, _ request: ServerRequest,
    then handle: (SessionID) -> FalAnswer
  ) -> FalAnswer {
    let session: SessionID
    do {
      session = try self.session(of: request)
    } catch {
      return .now(reply(refusal(error, missing: .authenticationRequired(for: endpoint))))
    }
    guard catalogs.current.hasApplication(endpoint) else {
      return .now(reply(.applicationNotFound(endpoint)))
    }
    return permitted(route, request) { handle(session) }
  }

  /// Lets a request pass that has a method of its route's.
  func permitted(
    _ route: Route, _ request: ServerRequest, then handle: () -> FalAnswer
  ) -> FalAnswer {
    guard route.allowedMethods.contains(request.head.method.rawValue) else {
      return .now(reply(.methodNotAllowed(allow: route.allowedMethods)))
    }
    return handle()
  }

  /// Lets a request about a known record pass, which outlives the document of its endpoint.
  private func readmitted(
    _ record: RequestRecord, _ route: Route, _ request: ServerRequest,
    then handle: (SessionID) -> FalAnswer
  ) -> FalAnswer {
    do {
      let session = try session(of: request)
      return permitted(route, request) { handle(session) }
    } catch {
      return .now(reply(refusal(error, missing: .authenticationRequired(for: record.endpoint))))
    }
  }

  /// Answers at once when the record is at hand, else reads it off the event loop.
  private func manage(
    _ text: String, of application: EndpointID, _ view: Route.RequestView, _ visit: FalVisit,
    _ request: ServerRequest, _ memory: PollMemory
  ) -> FalAnswer {
    guard let id = RequestID(text) else {
      return manage(nil, at: clock.now, of: application, view, visit, request)
    }
    // Before the record is looked up, which may be changed before a later moment.
    let now = clock.now
    if let record = store.recall(id) {
      return manage(record, at: now, of: application, view, visit, request, memory)
    }
    return .later {
      do {
        let record = try await store.settledRequest(id)
        return await manage(record, at: now, of: application, view, visit, request).reply
      } catch {
        return broken(error, id)
      }
    }
  }

  private func manage(
    _ record: RequestRecord?, at now: Timestamp, of application: EndpointID,
    _ view: Route.RequestView, _ visit: FalVisit, _ request: ServerRequest,
    _ memory: PollMemory? = nil
  ) -> FalAnswer {
    guard let record, record.endpoint.application == application else {
      return unknownRequest(of: application, view, visit, request)
    }
    return readmitted(record, visit.route, request) { session in
      guard record.session == session else { return .now(reply(.unknown(view))) }
      switch view {
      case .status: return status(of: record, at: now, visit, memory)
      case .statusStream: return .now(statusStream(of: record, visit))
      case .result: return result(of: record, at: now, visit.door)
      case .cancel: return cancel(record)
      }
    }
  }

  /// Observed: without a credential, a request that does not exist is 404, not 401.
  private func unknownRequest(
    of application: EndpointID, _ view: Route.RequestView, _ visit: FalVisit,
    _ request: ServerRequest
  ) -> FalAnswer {
    let isAnonymous = !request.head.fields.contains(.authorization)
    let isAllowed = visit.route.allowedMethods.contains(request.head.method.rawValue)
    if isAnonymous, isAllowed, catalogs.current.hasApplication(application) {
      return .now(reply(.unknown(view)))
    }
    return admitted(application, visit.route, request) { _ in .now(reply(.unknown(view))) }
  }
}

extension FalService {
  func session(of request: ServerRequest) throws(Credential.Problem) -> SessionID {
    let authorization = request.head.fields.value(of: .authorization)
    if let session = try mint.session(of: authorization, at: clock.now) { return session }
    return try sessions.session(of: authorization)
  }

  func refusal(_ problem: Credential.Problem, missing: FalReply) -> FalReply {
    switch problem {
    case .missing: missing
    case .malformedKey: .malformedKey
    case .malformedToken: .malformedToken
    case .refusedKey(.locked): .accountLocked
    case .refusedKey(.exhausted): .balanceExhausted
    case .refusedKey(.forbidden): .keyNotPermitted
    case .refusedKey(.unknown), .refusedKey(.good): .unknownKey
    case .expiredToken: .expiredToken
    }
  }

  private func unknown(_ visit: FalVisit, _ request: ServerRequest) -> Reply {
    let needsHeader = visit.host.role == .rest && !request.head.fields.contains(.authorization)
    return reply(needsHeader ? .authorizationHeaderRequired : .notFound)
  }

  /// A reply of fal's, about a request or, without an id, about none in particular.
  func reply(_ reply: FalReply, about id: RequestID? = nil) -> Reply {
    Reply(reply, requestID: (id ?? strangers.next(at: clock.now)).description)
  }

  /// The reply to a client when the mock itself has failed; the cause goes to the log.
  func broken(_ error: any Error, _ id: RequestID? = nil) -> Reply {
    var reply = reply(.platform(.internalError), about: id)
    reply.trouble = "\(error)"
    return reply
  }
}

extension FalReply {
  /// The 404 of a request that is not there, which depends on what was asked of it; observed.
  fileprivate static func unknown(_ view: Route.RequestView) -> FalReply {
    switch view {
    case .status, .statusStream, .cancel: .statusNotFound
    case .result: .resultNotFound
    }
  }
}
