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
    guard [.get, .head].contains(request.head.method) else {
      return reply(.methodNotAllowed(allow: Route.file(path: path).allowedMethods))
    }
    do {
      guard let file = try store.file(at: path) else { return reply(.notFound) }
      return deliver(file, request)
    } catch {
      return broken(error)
    }
  }

  private func deliver(_ file: FileRecord, _ request: ServerRequest) -> Reply {
    let tag = "\"\(file.digest)\""
    var reply = Reply(
      .ok,
      fields: [
        .contentType: file.contentType, .eTag: tag, .acceptRanges: "bytes",
        .lastModified: file.created.httpDate,
      ],
      content: .file(path: store.localPath(of: file), range: 0..<file.size))
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
      reply.content = .file(path: store.localPath(of: file), range: range)
    case .unsatisfiable:
      reply.status = .rangeNotSatisfiable
      reply.fields[.contentRange] = "bytes */\(file.size)"
      reply.content = .none
    }
    return reply
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
