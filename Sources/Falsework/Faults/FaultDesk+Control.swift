// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkQueue
internal import HTTPTypes
internal import Synchronization

/// What the control interface asks of the desk.
extension FaultDesk {
  /// The most faults that can be put in at a time.
  static let putInCountMax = 1000

  /// What every rule that is or was in force has done.
  var hits: [RuleHits] { state.withLock { $0.book.hits } }

  /// The scenarios that hold for a session, or for whoever asks for no other.
  func inForce(for session: SessionID?) -> [Scenario] {
    state.withLock { state in session.flatMap { state.ofSessions[$0] } ?? state.ofServer }
  }

  func put(_ scenario: Scenario, inForceFor session: SessionID?) {
    use()
    state.withLock { state in
      state.book.arm(scenario)
      if let session {
        state.ofSessions[session, default: []].removeAll { $0.name == scenario.name }
        state.ofSessions[session, default: []].append(scenario)
      } else {
        state.ofServer.removeAll { $0.name == scenario.name }
        state.ofServer.append(scenario)
      }
    }
  }

  /// Returns whether it was in force.
  func take(_ name: String, outOfForceFor session: SessionID?) -> Bool {
    state.withLock { state in
      let before = session.map { state.ofSessions[$0] ?? [] } ?? state.ofServer
      let after = before.filter { $0.name != name }
      if let session {
        state.ofSessions[session] = after.isEmpty ? nil : after
      } else {
        state.ofServer = after
      }
      return after.count < before.count
    }
  }

  func nextFaultID() -> String {
    state.withLock { state in
      state.putInCount += 1
      return "put-in-\(state.putInCount)"
    }
  }

  func putInFault(_ id: String) -> PutInFault? {
    state.withLock { state in state.putIn.first { $0.id == id } }
  }

  func putIn(_ scenario: Scenario, for session: SessionID?) throws(ControlProblem) -> PutInFault {
    use()
    let fault = PutInFault(id: scenario.name, session: session, scenario: scenario)
    let hasRoom = state.withLock { state in
      guard state.putIn.count < Self.putInCountMax else { return false }
      state.book.arm(scenario)
      state.putIn.append(fault)
      return true
    }
    guard hasRoom else {
      throw ControlProblem(
        .conflict, "\(Self.putInCountMax) faults are put in; take some out, or reset them")
    }
    return fault
  }

  /// Puts another rule in the place of one; `nil` where there is none.
  func replace(_ id: String, with scenario: Scenario) -> PutInFault? {
    state.withLock { state in
      guard let place = state.putIn.firstIndex(where: { $0.id == id }) else { return nil }
      let fault = PutInFault(id: id, session: state.putIn[place].session, scenario: scenario)
      state.putIn[place] = fault
      state.book.arm(scenario)
      return fault
    }
  }

  /// Returns whether it was there.
  func takeOut(_ id: String) -> Bool {
    state.withLock { state in
      let count = state.putIn.count
      state.putIn.removeAll { $0.id == id }
      return state.putIn.count < count
    }
  }

  /// Lets all counts begin anew, and takes out what was put in; for one session, or for all.
  func reset(_ session: SessionID?) {
    state.withLock { state in
      state.jobs.reset(session)
      if let session {
        state.putIn.removeAll { $0.session == session }
        state.ofSessions[session] = nil
        state.book.reset(session: session.description)
      } else {
        state.putIn = []
        state.ofSessions = [:]
        state.book.reset()
      }
    }
  }
}
