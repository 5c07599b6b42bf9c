// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkStore
internal import HTTPTypes

extension FalService {
  /// A file of the CDN: public, whole or in one range, as RFC 9110 has it.
  func file(at path: String, _ request: ServerRequest) -> Reply {
    do {
      guard let file = try deliverable(at: path) else { return reply(.notFound) }
      return deliver(file, request)
    } catch {
      return broken(error)
    }
  }

  private func deliverable(at path: String) throws -> Deliverable? {
    if let file = try store.file(at: path) {
      return Deliverable(
        contentType: file.contentType, size: file.size, digest: file.digest,
        created: file.created, localPath: store.localPath(of: file))
    }
    guard let upload = try store.upload(at: path), let contents = upload.contents else {
      return nil
    }
    return Deliverable(
      contentType: upload.contentType, size: contents.size, digest: contents.digest,
      created: upload.created, localPath: store.localPath(of: upload, digest: contents.digest))
  }

  private func deliver(_ file: Deliverable, _ request: ServerRequest) -> Reply {
    let tag = "\"\(file.digest)\""
    var reply = Reply(
      .ok,
      fields: [
        .contentType: file.contentType, .eTag: tag, .acceptRanges: "bytes",
        .lastModified: file.created.httpDate,
      ],
      content: .file(path: file.localPath, range: 0..<file.size))
    let fields = request.head.fields
    if let known = fields[.ifNoneMatch], EntityTags(known).contains(tag) {
      reply.status = .notModified
      reply.content = .none
      return reply
    }
    // RFC 9110 §13.1.5: a range of another version than the one the client has is no use to it.
    let isSameVersion = fields[.ifRange].map { $0 == tag } ?? true
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
  let localPath: String
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
