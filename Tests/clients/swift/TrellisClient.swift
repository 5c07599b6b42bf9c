// Falsework
// SPDX-License-Identifier: MIT

import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Makes meshes of images with fal-ai/trellis, with the care that a paid queue asks for.
///
/// To cancel the task that waits for one cancels its job, too.
struct TrellisClient: Sendable {
  private let queue: URL
  private let key: String
  private let patience: Duration
  private let report: @Sendable (String) -> Void
  private let transport: Transport

  static let endpoint = "fal-ai/trellis"
  /// How many tries of the same thing may fail in a row.
  private static let tries = 15

  /// Makes a client of a queue.
  ///
  /// - Parameters:
  ///   - queue: The address, without a slash at its end.
  ///   - key: What fal calls `id:secret`.
  ///   - patience: How long a server may be silent, and a job's cancellation may take.
  ///   - report: Tells a user how it gets on.
  init(
    queue: URL, key: String, patience: Duration, report: @escaping @Sendable (String) -> Void
  ) {
    (self.queue, self.key, self.patience, self.report) = (queue, key, patience, report)
    transport = Transport(patience: patience)
  }

  /// Returns the mesh of an image, a whole and checked GLB.
  func mesh(of image: URL) async throws(TrellisError) -> Data {
    let job = try await submit(image)
    report("request \(job.id) was accepted")
    let end: QueueStatus
    do throws(TrellisError) {
      end = try await completion(of: job)
    } catch {
      // A job that nobody waits for would run, and cost, for nothing.
      await cancel(job)
      throw error
    }
    if let error = end.error { throw .refused("request \(job.id) failed: \(error)") }
    do throws(TrellisError) {
      return try await download(try await meshURL(of: job))
    } catch {
      report("request \(job.id) has completed, and its result could not be fetched")
      throw error
    }
  }

  private func submit(_ image: URL) async throws(TrellisError) -> Job {
    let input: [String: Any] = [
      "image_url": image.absoluteString, "mesh_simplify": 0.98, "texture_size": 512,
    ]
    var request = request("POST", queue.appending(path: Self.endpoint))
    request.setValue("application/json", forHTTPHeaderField: "Content-Type")
    request.httpBody = try? JSONSerialization.data(withJSONObject: input, options: .sortedKeys)
    return try await untilFound { () async throws(TrellisError) in try await submitOnce(request) }
  }

  /// Submits, and lets try again only if it is certain that nothing was accepted.
  ///
  /// fal has no idempotency key: each submission that it accepts is a job that costs. Each has a
  /// connection of its own, as libcurl repeats by itself what it sent on a kept one that died.
  private func submitOnce(_ request: URLRequest) async throws(TrellisError) -> Job {
    let transport = Transport(patience: patience)
    defer { transport.close() }
    let reply: Reply
    do throws(TrellisError) {
      reply = try await transport.send(request)
    } catch {
      if case .transient = error { throw error }
      throw .ambiguous(error.words)
    }
    if reply.status == 200, let job = Job(reply, endpoint: Self.endpoint, queue: queue) {
      return job
    }
    // Of a 503, only fal itself, which writes JSON, knows that nothing was accepted.
    let isRefusal = (300..<500).contains(reply.status) && reply.status != 408
    if isRefusal || (reply.status == 503 && reply.object != nil) { _ = try reply.expecting() }
    let id = reply.head.value(forHTTPHeaderField: "x-fal-request-id") ?? "unknown"
    throw .ambiguous("the submission was answered with \(reply.status); its request id is \(id)")
  }

  /// Polls until a job has completed.
  private func completion(of job: Job) async throws(TrellisError) -> QueueStatus {
    let url = job.status.appending(queryItems: [URLQueryItem(name: "logs", value: "1")])
    var shown: String?
    return try await untilFound { () async throws(TrellisError) in
      // Under way is 202 on the wire, and the end is 200; the body alone decides.
      let status = try QueueStatus(await send(request("GET", url)).expecting(200, 202))
      if let progress = status.progress, progress != shown {
        report(progress)
        shown = progress
      }
      return status.isCompleted ? status : nil
    }
  }

  /// Cancels a job, in a task of its own, as that of the caller may have been cancelled.
  private func cancel(_ job: Job) async {
    let cancellation = Task {
      do throws(TrellisError) {
        let reply = try await untilFound { () async throws(TrellisError) in
          // 400 says that the job has ended already.
          try await send(request("PUT", job.cancellation)).expecting(200, 202, 400)
        }
        report("cancelled request \(job.id), which was answered with \(reply.status)")
      } catch {
        report("request \(job.id) may still run, and could not be cancelled: \(error.words)")
      }
    }
    await cancellation.value(within: patience)
  }

  private func meshURL(of job: Job) async throws(TrellisError) -> URL {
    try await untilFound { () async throws(TrellisError) in
      let reply = try await send(request("GET", job.result))
      // The result lags behind the status.
      if reply.status == 400, reply.detail.contains("still in progress") { return nil }
      guard let output = try reply.expecting(200).object else {
        throw .transient("the result is not JSON")
      }
      let mesh = output["model_mesh"] as? [String: Any]
      guard let url = (mesh?["url"] as? String).flatMap(URL.init(string:)) else {
        throw .refused("the result names no mesh")
      }
      return url
    }
  }

  /// Fetches a mesh, and fetches one that is spoiled a second time.
  ///
  /// It comes whole or not at all: who resumes a download has to make sure that the parts belong
  /// together (RFC 9110, section 13.1.5), which some megabytes are not worth.
  private func download(_ url: URL) async throws(TrellisError) -> Data {
    let first = try await fetch(url)
    guard let flaw = Mesh.flaw(of: first) else { return first.body }
    report("\(flaw); fetching it again")
    let second = try await fetch(url)
    // An ETag may be anything; it is not believed against two downloads that agree.
    let isSame = Mesh.flaw(of: second.body) == nil && second.body == first.body
    if let flaw = Mesh.flaw(of: second), !isSame { throw .refused("\(flaw), from \(url)") }
    return second.body
  }

  /// Fetches a file, which is public: without the key.
  private func fetch(_ url: URL) async throws(TrellisError) -> Reply {
    try await untilFound { () async throws(TrellisError) in
      try await send(URLRequest(url: url)).expecting(200)
    }
  }

  /// Returns a request to the queue, with the key.
  private func request(_ method: String, _ url: URL) -> URLRequest {
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.setValue("Key \(key)", forHTTPHeaderField: "Authorization")
    request.setValue("application/json", forHTTPHeaderField: "Accept")
    return request
  }

  /// Sends what may be sent any number of times.
  private func send(_ request: URLRequest) async throws(TrellisError) -> Reply {
    do throws(TrellisError) {
      return try await transport.send(request)
    } catch {
      if case .broken(let words) = error { throw .transient(words) }
      throw error
    }
  }

  /// Does something until it returns something, and takes a transient failure for nothing yet.
  private func untilFound<Value>(
    _ operation: () async throws(TrellisError) -> Value?
  ) async throws(TrellisError) -> Value {
    var (backoff, failures) = (Backoff(), 0)
    while true {
      var least = Duration.zero
      do throws(TrellisError) {
        if let value = try await operation() { return value }
        failures = 0
      } catch {
        guard case .transient(let words, let after) = error, failures < Self.tries else {
          throw error
        }
        report("\(words); trying again")
        (failures, least) = (failures + 1, after)
      }
      try await backoff.wait(atLeast: least)
    }
  }
}
