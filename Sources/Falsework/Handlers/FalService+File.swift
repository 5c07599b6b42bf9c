// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

extension FalService {
  /// A file of the CDN, whole or in one range, as RFC 9110 has it: public unless its access list
  /// says otherwise, and not there any more once its time is over.
  func file(at path: String, _ request: ServerRequest) -> Reply {
    do {
      guard let file = try deliverable(at: path), file.isAlive(at: clock.now) else {
        return reply(.notFound)
      }
      switch decision(on: file, for: request) {
      case .allow: return deliver(file, request)
      case .forbid: return reply(.accessForbidden)
      case .hide: return reply(.notFound)
      }
    } catch {
      return broken(error)
    }
  }

  /// Keeps what a submission asks for of its files; what cannot be understood asks for nothing.
  func keepLifecycle(of record: RequestRecord, _ fields: HTTPFields) async throws {
    guard let value = fields.value(of: .falObjectLifecyclePreference),
      let lifecycle = try? ObjectLifecycle(field: value)
    else { return }
    try await store.keep(lifecycle, of: record.id, by: record.session)
  }

  private func deliverable(at path: String) throws -> Deliverable? {
    if let file = try store.file(at: path) {
      let wish = try store.lifecycle(of: file.request)
      return Deliverable(
        contentType: file.contentType, size: file.size, digest: file.digest,
        created: file.created, modified: file.created, owner: wish?.session,
        lifecycle: wish?.lifecycle ?? ObjectLifecycle(), localPath: store.localPath(of: file))
    }
    guard let upload = try store.upload(at: path), let contents = upload.contents else {
      return nil
    }
    return Deliverable(
      contentType: upload.contentType, size: contents.size, digest: contents.digest,
      created: upload.created, modified: contents.stored, owner: upload.session,
      lifecycle: upload.lifecycle,
      localPath: store.localPath(of: upload, digest: contents.digest))
  }

  /// What the reader gets; who owns the file always gets it.
  ///
  /// The name of a user is a key's id.
  private func decision(
    on file: Deliverable, for request: ServerRequest
  ) -> ObjectLifecycle.Decision {
    guard let list = file.lifecycle.access else { return .allow }
    guard let reader = try? session(of: request) else { return list.fallback }
    if reader == file.owner { return .allow }
    let rule = list.rules.first { SessionBook.session(ofKey: $0.user) == reader }
    return rule?.decision ?? list.fallback
  }

  private func deliver(_ file: Deliverable, _ request: ServerRequest) -> Reply {
    let (tag, modified) = ("\"\(file.digest)\"", file.modified.httpDate)
    var reply = Reply(
      .ok,
      fields: [
        .contentType: file.contentType, .eTag: tag, .acceptRanges: "bytes",
        .lastModified: modified,
      ],
      content: .file(path: file.localPath, range: 0..<file.size))
    let fields = request.head.fields
    // RFC 9110 §13.1.3: a date counts only where there is no tag. That it has to be the very one
    // that was sent is nginx's habit too.
    let isKnown =
      fields[.ifNoneMatch].map { EntityTags($0).contains(tag) }
      ?? fields[.ifModifiedSince].map { $0 == modified } ?? false
    if isKnown {
      reply.status = .notModified
      reply.content = .none
      return reply
    }
    // RFC 9110 §13.1.5: a range of another version than the one the client has is no use to it.
    let isSameVersion = fields[.ifRange].map { $0 == tag || $0 == modified } ?? true
    guard request.head.method == .get, isSameVersion, let wish = fields[.range] else {
      return reply
    }
    switch ByteRange(wish, size: file.size) {
    case .whole:
      break
    case .part(let range):
      reply.status = .partialContent
      let bounds = "\(range.lowerBound)-\(range.upperBound - 1)"
      reply.fields[.contentRange] = "bytes \(bounds)/\(file.size)"
      reply.content = .file(path: file.localPath, range: range)
    case .unsatisfiable:
      reply.status = .rangeNotSatisfiable
      reply.fields[.contentRange] = "bytes */\(file.size)"
      reply.content = .none
    }
    return reply
  }
}

/// What the CDN sends of a file, whoever made it.
private struct Deliverable {
  let contentType: String
  let size: Int
  let digest: String
  let created: Timestamp
  let modified: Timestamp
  let owner: SessionID?
  let lifecycle: ObjectLifecycle
  let localPath: String

  func isAlive(at now: Timestamp) -> Bool {
    lifecycle.isAlive(since: created, at: now)
  }
}

/// The tags of an `If-None-Match`, compared weakly (RFC 9110 §13.1.2).
struct EntityTags {
  private let tags: [Substring]

  init(_ field: String) {
    tags = field.split(separator: ",").map { tag in
      let tag = tag.drop { $0 == " " }
      let trimmed = tag.reversed().drop { $0 == " " }.count
      return tag.prefix(trimmed)
    }
  }

  func contains(_ tag: String) -> Bool {
    tags.contains { $0 == "*" || $0 == tag || $0 == "W/\(tag)" }
  }
}
