// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension Probe {
  /// The request, `nil` where what it depends on was not answered as it needs it.
  func request(in log: ProbeLog, inputs: ProbeInputs) -> ProbeRequest? {
    let profile = log.profile
    let model = profile.door.queue("/\(profile.endpoint)")
    switch self {
    case .anonymous: return ProbeRequest(.get, model, .none)
    case .malformedKey: return ProbeRequest(.get, model, .malformed)
    case .wrongMethod: return ProbeRequest(.get, model)
    case .preflight: return Self.preflight(of: model)
    case .document:
      let query = "?endpoint_id=\(profile.endpoint)"
      return ProbeRequest(.get, profile.door.url(of: .site, Route.openAPIPath + query), .none)
    case .keys:
      return ProbeRequest(.get, profile.door.url(of: .rest, WebhookKeySet.path), .none)
    case .unknown(let view): return Self.unknown(view, profile)
    case .submit(let job):
      let url = profile.door.queue("/\(profile.endpoint(of: job))")
      return ProbeRequest(.post, url, body: inputs.body(of: job))
    case .mesh, .meshRange, .meshUnchanged: return meshRequest(in: log)
    case .early(let job), .wholeID(let job), .poll(let job), .status(let job, _),
      .stream(let job), .result(let job), .cancel(let job), .lateCancel(let job):
      return log.known(job).map { request(about: $0, in: log) }
    }
  }

  private func request(about known: KnownJob, in log: ProbeLog) -> ProbeRequest {
    let links = known.links
    switch self {
    case .poll(let job):
      // Every second one asks for the log, so that both forms are seen in all states.
      let query = log.exchanges(of: .poll(job)).count % 2 == 0 ? "" : "?logs=1"
      return ProbeRequest(.get, links.status + query)
    case .status(_, .with): return ProbeRequest(.get, links.status + "?logs=1")
    case .status(_, .without): return ProbeRequest(.get, links.status)
    case .stream: return ProbeRequest(.get, links.status + "/stream?logs=1")
    case .cancel, .lateCancel: return ProbeRequest(.put, links.cancel)
    case .wholeID(let job):
      let path = "/\(log.profile.endpoint(of: job))/requests/\(known.id)/status"
      return ProbeRequest(.get, log.profile.door.queue(path))
    default: return ProbeRequest(.get, links.response)
    }
  }

  private func meshRequest(in log: ProbeLog) -> ProbeRequest? {
    guard let url = log.file?["url"]?.stringValue else { return nil }
    switch self {
    case .mesh: return ProbeRequest(.get, url, .none)
    case .meshRange:
      guard log[.mesh]?.status == 200 else { return nil }
      return ProbeRequest(.get, url, .none, fields: [.range: "bytes=0-11"])
    default:
      guard let mesh = log[.mesh], mesh.status == 200, let tag = mesh.field(.eTag) else {
        return nil
      }
      return ProbeRequest(.get, url, .none, fields: [.ifNoneMatch: tag])
    }
  }

  private static func preflight(of model: String) -> ProbeRequest {
    ProbeRequest(
      .options, model, .none,
      fields: [
        .accessControlRequestMethod: "POST",
        .accessControlRequestHeaders: "authorization, content-type",
      ])
  }

  private static func unknown(_ view: View, _ profile: ServerProfile) -> ProbeRequest {
    let id = "00000000-0000-7000-8000-000000000000"
    let response = profile.door.queue("/\(profile.endpoint.application)/requests/\(id)")
    switch view {
    case .status: return ProbeRequest(.get, response + "/status")
    case .result: return ProbeRequest(.get, response)
    case .cancel: return ProbeRequest(.put, response + "/cancel")
    }
  }
}
