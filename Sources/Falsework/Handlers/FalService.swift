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
  let catalog: EndpointCatalog
  let store: StateStore
  let workshop: MeshWorkshop
  let strangers: StrangerIDs

  func answer(_ visit: FalVisit, _ request: ServerRequest) -> FalAnswer {
    let route = visit.route
    if request.head.method == .options { return .now(Reply.preflight) }
    switch route {
    case .file(let path):
      return .now(file(at: path, request))
    case .openAPI:
      return .now(openAPI(visit, request))
    case .unknown:
      return .now(unknown(visit, request))
    case .submit(let endpoint), .run(let endpoint):
      return admitted(endpoint, route, request) { session in
        let submission = submission(of: request, to: endpoint, by: session)
        if case .run = route { return run(submission, through: visit.door) }
        return submit(submission, through: visit.door)
      }
    case .request(let application, let id, let view):
      return manage(id, of: application, view, visit, request)
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
      return .now(reply(refusal(error, endpoint)))
    }
    guard catalog.hasApplication(endpoint) else {
      return .now(reply(.applicationNotFound(endpoint)))
    }
    guard route.allowedMethods.contains(request.head.method.rawValue) else {
      return .now(reply(.methodNotAllowed(allow: route.allowedMethods)))
    }
    return handle(session)
  }

  private func manage(
    _ id: String, of application: EndpointID, _ view: Route.RequestView, _ visit: FalVisit,
    _ request: ServerRequest
  ) -> FalAnswer {
    let unknown: FalReply = view == .result ? .resultNotFound : .statusNotFound
    guard let requestID = RequestID(id) else {
      return admitted(application, visit.route, request) { _ in .now(reply(unknown)) }
    }
    return withRecord(requestID) { record in
      // Observed: without a credential, a request that does not exist is 404, not 401.
      guard let record, record.endpoint.application == application else {
        if request.head.fields[.authorization] == nil, catalog.hasApplication(application),
          visit.route.allowedMethods.contains(request.head.method.rawValue)
        {
          return .now(reply(unknown))
        }
        return admitted(application, visit.route, request) { _ in .now(reply(unknown)) }
      }
      return admitted(application, visit.route, request) { session in
        guard record.session == session else { return .now(reply(unknown)) }
        switch view {
        case .status: return .now(status(of: record, visit))
        case .result: return result(of: record, visit.door)
        case .cancel: return cancel(record)
        }
      }
    }
  }

  /// Hands over the record at once when it is at hand, else reads it off the event loop.
  private func withRecord(
    _ id: RequestID, _ handle: @escaping @Sendable (RequestRecord?) -> FalAnswer
  ) -> FalAnswer {
    if let record = store.recall(id) { return handle(record) }
    return .later {
      do {
        return await handle(try store.request(id)).reply
      } catch {
        return broken(error, id)
      }
    }
  }
}

extension FalService {
  /// The universe of the request's credential.
  private func session(of request: ServerRequest) throws(Credential.Problem) -> SessionID {
    let credential = try Credential(authorization: request.head.fields[.authorization])
    return SessionID(String(Digest.hexadecimal(of: Array(credential.identity.utf8)).prefix(32)))
  }

  private func refusal(_ problem: Credential.Problem, _ endpoint: EndpointID) -> FalReply {
    switch problem {
    case .missing: .authenticationRequired(for: endpoint)
    case .malformedKey: .malformedKey
    case .malformedToken: .malformedToken
    }
  }

  private func unknown(_ visit: FalVisit, _ request: ServerRequest) -> Reply {
    let needsHeader = visit.host.role == .rest && request.head.fields[.authorization] == nil
    return reply(needsHeader ? .authorizationHeaderRequired : .notFound)
  }

  /// A reply of fal's, about a request or, without an id, about none in particular.
  func reply(_ reply: FalReply, about id: RequestID? = nil) -> Reply {
    Reply(reply, requestID: id ?? strangers.next(at: clock.now))
  }

  /// The reply to a client when the mock itself has failed; the cause goes to the log.
  func broken(_ error: any Error, _ id: RequestID? = nil) -> Reply {
    var reply = reply(.platform(.internalError), about: id)
    reply.trouble = "\(error)"
    return reply
  }
}
