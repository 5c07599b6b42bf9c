// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI
internal import FalseworkProtocol
internal import HTTPTypes

extension ServerClause {
  static let artefact = [
    ServerClause(
      "artefact.public", .must, "The file of a result is 200 to who shows no key, and whole.",
      .observed("downloads, 2026")
    ) { log in
      .of(log.exchanges(of: .mesh)) { exchange in
        if case .failed(let reason) = exchange.outcome { return "no whole file: \(reason)" }
        return exchange.status == 200 ? nil : "answers \(exchange.said)"
      }
    },
    ServerClause(
      "artefact.glb", .must, "The mesh is binary glTF, of the length that its header tells.",
      .observed("downloads of fal-ai/trellis, 2026")
    ) { log in
      guard log.isFileMesh else { return .notExercised }
      return .of(log.wholeMesh) { exchange in
        let bytes = exchange.reply?.body ?? []
        guard bytes.isMesh else {
          return "the file begins with \(exchange.excerpt.prefix(24))"
        }
        let length = (8..<12).reduce(0) { $0 | Int(bytes[$1]) << (8 * ($1 - 8)) }
        return length == bytes.count
          ? nil : "the header tells \(length) bytes, and the file has \(bytes.count)"
      }
    },
    ServerClause(
      "artefact.size", .should, "`file_size` of the result is the length of the file.",
      .observed("results of fal-ai/trellis, 2026; null was seen too")
    ) { log in
      guard let size = log.file?["file_size"]?.numberValue?.intValue, let body = log.soundFile
      else { return .notExercised }
      return .of(log.wholeMesh) { _ in
        size == body.count
          ? nil : "file_size is \(size), and the file has \(body.count) bytes"
      }
    },
    ServerClause(
      "artefact.range", .should, "A range is answered with 206, and with what was asked for.",
      .inferred("files lie on a CDN (RFC 9110, section 14)")
    ) { log in
      guard let whole = log.soundFile else { return .notExercised }
      return .of(log[.meshRange]) { exchange in
        guard exchange.status == 206 else { return "answers \(exchange.said) to a range" }
        let expected = "bytes 0-11/\(whole.count)"
        let given = exchange.field(.contentRange) ?? "missing"
        if given != expected { return "Content-Range is \(given) instead of \(expected)" }
        return exchange.reply?.body == Array(whole.prefix(12))
          ? nil : "the bytes of the range are not those of the file"
      }
    },
    ServerClause(
      "artefact.etag", .may, "A file with an `ETag` is 304 to who has it already.",
      .inferred("files lie on a CDN (RFC 9110, section 13.1.2)")
    ) { log in
      .of(log[.meshUnchanged]) { exchange in
        exchange.status == 304 ? nil : "answers \(exchange.said) to its own ETag"
      }
    },
  ]

  static let documents = [
    ServerClause(
      "keys.shape", .must,
      "The keys of webhooks are a JWKS of Ed25519 keys, each with an id.",
      .observed("the keys at rest.fal.ai, 2026")
    ) { log in
      guard log[.keys]?.status == 200 else { return .notExercised }
      return .of(log[.keys]) { $0.complaintAboutKeys }
    },
    ServerClause(
      "document.readable", .must, "The OpenAPI document is one, and of the endpoint.",
      .observed("fal's site, 2026")
    ) { log in
      guard log[.document]?.status == 200 else { return .notExercised }
      return .of(log[.document]) { exchange in
        do throws(OpenAPIError) {
          guard let json = exchange.json else { return "the document is no JSON" }
          let document = try OpenAPIDocument(json)
          return document.endpointID == log.profile.endpoint.description
            ? nil : "the document is of \(document.endpointID)"
        } catch {
          return "the document cannot be read: \(error)"
        }
      }
    },
    ServerClause(
      "document.paths", .must,
      "It has the submission, the status, the cancellation and the result.",
      .observed("943 documents of fal's, all alike")
    ) { log in
      guard let json = log[.document]?.json, log[.document]?.status == 200,
        let document = try? OpenAPIDocument(json),
        document.endpointID == log.profile.endpoint.description
      else { return .notExercised }
      let request = "/\(log.profile.endpoint)/requests/{request_id}"
      let wanted = [
        ("post", "/\(log.profile.endpoint)"), ("get", request), ("get", request + "/status"),
        ("put", request + "/cancel"),
      ]
      return .of(log[.document]) { _ in
        let missing = wanted.first { document.operation(method: $0.0, path: $0.1) == nil }
        return missing.map { "the document has no \($0.0.uppercased()) \($0.1)" }
      }
    },
  ]
}

extension [UInt8] {
  /// Whether it begins as binary glTF does.
  fileprivate var isMesh: Bool { starts(with: Array("glTF".utf8)) && count >= 12 }
}

extension ProbeLog {
  /// The mesh, where it came with 200.
  var wholeMesh: ProbeExchange? { self[.mesh].flatMap { $0.status == 200 ? $0 : nil } }

  /// The file, unless it should be a mesh and is none.
  fileprivate var soundFile: [UInt8]? {
    guard let bytes = wholeMesh?.reply?.body else { return nil }
    return bytes.isMesh || !isFileMesh ? bytes : nil
  }
}

extension ProbeExchange {
  /// What is to be said of the content as a set of keys; `nil` for nothing.
  fileprivate var complaintAboutKeys: String? {
    guard let json else { return "the keys are no JSON" }
    do throws(WebhookKeySet.Problem) {
      _ = try WebhookKeySet(json)
    } catch {
      return "\(error)"
    }
    let odd = json["keys"]?.arrayValue?.first { key in
      key["kty"] != "OKP" || key["kid"]?.stringValue?.isEmpty ?? true
    }
    return odd == nil ? nil : "a key has no kid, or its kty is not OKP"
  }
}
