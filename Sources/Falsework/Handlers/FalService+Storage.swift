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
      case .partedInitiation: initiateInParts(request, by: session, through: visit.door)
      case .token: token(request, of: session, through: visit.door)
      case .appToken: appToken(request, of: session)
      case .realtimeToken: realtimeToken(request, of: session)
      }
    }
  }

  /// `POST` of a file with a token.
  func upload(_ request: ServerRequest, through door: Door) -> FalAnswer {
    uploading(request) { session in
      let upload = try reservation(request.head.fields, of: session)
      try await store.reserve(upload)
      try await put(UploadedContent(of: request), at: upload)
      let body: JSONValue = ["access_url": .string(door.base(of: .cdn) + upload.path)]
      return reply(FalReply(.ok, body))
    }
  }

  /// `PUT` of a file to a URL that was given out, which may be repeated.
  func put(_ request: ServerRequest, at path: String) -> FalAnswer {
    storing {
      guard let upload = try store.upload(at: path) else { return reply(.notGivenOut) }
      let content = UploadedContent(of: request)
      try await put(content, at: upload)
      return Reply(.ok, fields: [.eTag: "\"\(content.digest)\""])
    }
  }

  private func put(_ content: UploadedContent, at upload: Upload) async throws {
    let description = Upload.Contents(
      size: content.size, digest: content.digest, stored: clock.now)
    try await store.put(content.contents, description, at: upload)
    content.stored()
  }

  private func initiate(
    _ request: ServerRequest, by session: SessionID, through door: Door
  ) -> FalAnswer {
    storing {
      let upload = try reservation(body: request, of: session)
      try await store.reserve(upload)
      let url = JSONValue.string(door.base(of: .cdn) + upload.path)
      return reply(FalReply(.ok, ["file_url": url, "upload_url": url]))
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

  /// A path for a file that a form in a body describes.
  func reservation(body request: ServerRequest, of session: SessionID) throws -> Upload {
    let form = try StorageForm(body: try? JSONValue.parse(request.content, reading: .python))
    return reservation(form, of: session, try lifecycle(in: request.head.fields))
  }

  /// A path for a file that the fields of a request describe.
  func reservation(_ fields: HTTPFields, of session: SessionID) throws -> Upload {
    let form = StorageForm(fileName: fields[.falFileName], contentType: fields[.contentType])
    return reservation(form, of: session, try lifecycle(in: fields))
  }

  private func reservation(
    _ form: StorageForm, of session: SessionID, _ lifecycle: ObjectLifecycle
  ) -> Upload {
    let now = clock.now
    var generator = SeededGenerator(
      seed: policy.seed, key: "upload", strangers.next(at: now).description)
    let path = CDNPath(bits: (generator.next(), generator.next()), fileName: form.fileName)
    return Upload(
      path: path.description, session: session, contentType: form.contentType, created: now,
      lifecycle: lifecycle)
  }

  /// What the fields of an upload ask for; fal's clients send both, with the same value.
  private func lifecycle(in fields: HTTPFields) throws(UnusableForm) -> ObjectLifecycle {
    for name in [HTTPField.Name.falObjectLifecycle, .falObjectLifecyclePreference] {
      guard let value = fields[name] else { continue }
      do throws(ObjectLifecycle.Problem) {
        return try ObjectLifecycle(field: value)
      } catch {
        throw .header(name.canonicalName, value, error.description)
      }
    }
    return ObjectLifecycle()
  }

  /// Answers a request that shows a token of the CDN.
  func uploading(
    _ request: ServerRequest, _ handle: @escaping @Sendable (SessionID) async throws -> Reply
  ) -> FalAnswer {
    storing {
      guard let token = Self.token(in: request.head.fields),
        let session = try store.session(ofToken: token, at: clock.now)
      else { return reply(.tokenRequired) }
      return try await handle(session)
    }
  }

  /// Answers later, and says what has gone wrong.
  func storing(_ handle: @escaping @Sendable () async throws -> Reply) -> FalAnswer {
    .later {
      do {
        return try await handle()
      } catch let error as UnusableForm {
        return reply(error.reply)
      } catch let error as StoreError where error.cause == .noRoom {
        var reply = reply(.insufficientStorage("There is no room left for the file"))
        reply.trouble = error.description
        return reply
      } catch {
        return broken(error)
      }
    }
  }

  private static func token(in fields: HTTPFields) -> String? {
    let value = fields[.falCDNAuthorization] ?? fields[.authorization] ?? ""
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == tokenType.lowercased() else { return nil }
    return String(parts[1])
  }
}
