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

/// Uploads: by a URL that the storage gives out, or straight to the CDN with a token.
extension FalService {
  /// How long a token of the CDN is good for.
  static let tokenLifetime = Duration.seconds(3600)
  private static let tokenType = "Bearer"

  /// `POST` on the REST host's storage.
  func storage(
    _ call: Route.StorageCall, _ visit: FalVisit, _ request: ServerRequest
  ) -> FalAnswer {
    let session: SessionID
    do {
      session = try self.session(of: request)
    } catch {
      return .now(reply(refusal(error, missing: .authorizationHeaderRequired)))
    }
    return permitted(visit.route, request) {
      switch call {
      case .initiation: initiate(request, by: session, through: visit.door)
      case .token: token(request, of: session, through: visit.door)
      }
    }
  }

  /// `POST` of a file with a token.
  func upload(_ request: ServerRequest, through door: Door) -> FalAnswer {
    let fields = request.head.fields
    return .later {
      do {
        guard let token = Self.token(in: fields),
          let session = try store.session(ofToken: token, at: clock.now)
        else { return reply(.tokenRequired) }
        let form = StorageForm(
          fileName: fields[.falFileName], contentType: fields[.contentType])
        let upload = reservation(form, of: session)
        try await store.reserve(upload)
        try await put(request.content, at: upload)
        let body: JSONValue = ["access_url": .string(door.base(of: .cdn) + upload.path)]
        return reply(FalReply(.ok, body))
      } catch {
        return broken(error)
      }
    }
  }

  /// `PUT` of a file to a URL that was given out, which may be repeated.
  func put(_ request: ServerRequest, at path: String) -> FalAnswer {
    .later {
      do {
        guard let upload = try store.upload(at: path) else { return reply(.notGivenOut) }
        let digest = try await put(request.content, at: upload)
        return Reply(.ok, fields: [.eTag: "\"\(digest)\""])
      } catch {
        return broken(error)
      }
    }
  }

  @discardableResult
  private func put(_ content: [UInt8], at upload: Upload) async throws -> String {
    let digest = Digest.hexadecimal(of: content)
    try await store.put(content, digest: digest, at: upload)
    return digest
  }

  private func initiate(
    _ request: ServerRequest, by session: SessionID, through door: Door
  ) -> FalAnswer {
    let form: StorageForm
    do {
      form = try StorageForm(body: try? JSONValue.parse(request.content, reading: .python))
    } catch {
      return .now(reply(error.reply))
    }
    let upload = reservation(form, of: session)
    return .later {
      do {
        try await store.reserve(upload)
        let url = JSONValue.string(door.base(of: .cdn) + upload.path)
        return reply(FalReply(.ok, ["file_url": url, "upload_url": url]))
      } catch {
        return broken(error)
      }
    }
  }

  private func token(
    _ request: ServerRequest, of session: SessionID, through door: Door
  ) -> FalAnswer {
    // A body that is not there is refused (reported); what is in it does not matter.
    let body = try? JSONValue.parse(request.content, reading: .python)
    guard body?.objectValue != nil else {
      return .now(reply(UnusableForm.noBody.reply))
    }
    let now = clock.now
    let expiry = now.advanced(by: Self.tokenLifetime)
    let token = secureRandomBytes(24).map { String($0, radix: 36) }.joined()
    return .later {
      do {
        try await store.keep(token: token, of: session, until: expiry, at: now)
        return reply(
          FalReply(
            .ok,
            [
              "token": .string(token), "token_type": .string(Self.tokenType),
              "base_url": .string(door.base(of: .cdn)),
              "expires_at": .string(expiry.pythonISO + "+00:00"),
            ]))
      } catch {
        return broken(error)
      }
    }
  }

  private func reservation(_ form: StorageForm, of session: SessionID) -> Upload {
    let now = clock.now
    var generator = SeededGenerator(
      seed: policy.seed, key: "upload", strangers.next(at: now).description)
    let path = CDNPath(bits: (generator.next(), generator.next()), fileName: form.fileName)
    return Upload(
      path: path.description, session: session, contentType: form.contentType, created: now)
  }

  private static func token(in fields: HTTPFields) -> String? {
    let value = fields[.falCDNAuthorization] ?? fields[.authorization] ?? ""
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == tokenType.lowercased() else { return nil }
    return String(parts[1])
  }
}
