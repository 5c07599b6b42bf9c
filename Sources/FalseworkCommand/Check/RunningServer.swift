// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkJSON
internal import FalseworkJournal
internal import HTTPTypes

/// A server that runs already, on which drills take place one after the other.
struct RunningServer: DrillServer {
  /// The URL of the server, without a slash at its end.
  let url: String
  private let control: ControlClient

  init(url: String, token: String?) {
    self.url = url.last == "/" ? String(url.dropLast()) : url
    control = ControlClient(base: self.url + "/_falsework", token: token)
  }

  /// Refuses a server on which something fails in every drill.
  func check() async throws {
    let answer = try await control.ask(.get, "scenarios")
    let names = (try? JSONValue.parse(answer))?["in_force"]?.arrayValue ?? []
    if !names.isEmpty {
      let list = names.compactMap(\.stringValue).joined(separator: ", ")
      throw CommandFailure(
        "\(url) is under a scenario already, so no drill proves anything: \(list); start it "
          + "without --scenario, or take it out with falsework ctl drop")
    }
  }

  /// Runs `body` while a scenario holds, and nothing of what was before is left.
  func with(
    _ scenario: String?, _ body: () async throws -> DrillRecord
  ) async throws -> DrillRecord {
    _ = try await control.ask(.post, "reset")
    if let scenario { _ = try await control.ask(.put, "scenarios/\(scenario)") }
    let result: Result<DrillRecord, any Error>
    do {
      result = .success(try await body())
    } catch {
      result = .failure(error)
    }
    if let scenario { _ = try await control.ask(.delete, "scenarios/\(scenario)") }
    var record = try result.get()
    // Left of earlier drills: their rules, and what the service still asks about their jobs.
    record.faults.removeAll { $0.scenario != scenario }
    let jobs = Set(record.jobs.map(\.requestID))
    record.exchanges.removeAll { $0.requestIDInPath.map { !jobs.contains($0) } ?? false }
    return record
  }

  /// Where the server is, and no more: the program under test runs already and has its key.
  func environment(
    _ settings: DrillSettings, in environment: ProcessEnvironment
  ) -> ProcessEnvironment {
    var environment = settings.applied(to: environment)
    environment.variables["FALSEWORK_URL"] = url
    environment.variables["FALSEWORK_CONTROL_URL"] = control.base
    return environment
  }

  func hasBeenPolled() async -> Bool {
    let query = [
      (name: "operation", value: "status"), (name: "status", value: "202"),
      (name: "limit", value: "1"), (name: "wait", value: "60"),
    ]
    let answer = try? await control.ask(.get, "journal", query: query)
    let entries = answer.flatMap { try? JSONValue.parse($0) }?["entries"]?.arrayValue
    return entries?.isEmpty == false
  }

  func complete(_ record: DrillRecord) async throws -> DrillRecord {
    let answer = try await control.ask(.get, "aftermath")
    do {
      return try record.with(aftermath: answer)
    } catch {
      throw CommandFailure("\(url) tells of no drill that can be read: \(error.reason)")
    }
  }
}

extension JournalEntry {
  /// The id of the request that the path names, whether there is such a request or not.
  fileprivate var requestIDInPath: String? {
    let segments = request.path.split(separator: "/")
    guard let index = segments.firstIndex(of: "requests"), index + 1 < segments.count else {
      return nil
    }
    return String(segments[index + 1])
  }
}
