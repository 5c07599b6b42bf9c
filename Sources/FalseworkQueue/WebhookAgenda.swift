// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import HeapModule

/// Which webhooks are to be sent when, and which of them may be on their way at a time.
///
/// A target that is slow holds up only what goes to itself: it has few places of the many, and what
/// is due for it beyond them is set aside.
public struct WebhookAgenda: Sendable {
  /// The most webhooks on their way at a time.
  public static let underWayCountMax = 64
  /// The most webhooks on their way to one host and port at a time.
  public static let underWayPerTargetCountMax = 4

  /// What a webhook waits for.
  public enum Occasion: Sendable, Hashable {
    /// The end of its request, which may move.
    case end
    /// The next try.
    case retry
  }

  /// When to come back to a webhook, and why.
  public struct Next: Sendable, Hashable {
    /// When to come back.
    public let moment: Timestamp
    /// Why.
    public let occasion: Occasion

    /// Creates a next step.
    public init(moment: Timestamp, occasion: Occasion) {
      self.moment = moment
      self.occasion = occasion
    }
  }

  private struct Plan {
    let moment: Timestamp
    let occasion: Occasion
    let target: String
  }

  /// An entry counts as long as it says the same as the plan.
  private struct Entry: Comparable {
    let moment: Timestamp
    let request: RequestID

    static func < (left: Entry, right: Entry) -> Bool { left.moment < right.moment }
  }

  private static let cleaningCountMin = 1024

  private var plans: [RequestID: Plan] = [:]
  private var heap = Heap<Entry>()
  /// What is due for targets that have no place left, the longest waiting first.
  private var setAside: [String: [RequestID]] = [:]
  private var underWay: [RequestID: String] = [:]
  private var underWayCounts: [String: Int] = [:]

  /// Creates an agenda with nothing on it.
  public init() {}

  /// Plans a webhook, in the place of an earlier plan.
  public mutating func plan(
    _ request: RequestID, to target: String, at moment: Timestamp, _ occasion: Occasion
  ) {
    plans[request] = Plan(moment: moment, occasion: occasion, target: target)
    heap.insert(Entry(moment: moment, request: request))
    guard heap.count > Self.cleaningCountMin + 2 * plans.count else { return }
    heap = Heap(plans.map { Entry(moment: $0.value.moment, request: $0.key) })
  }

  /// Whether a webhook waits for the end of its request.
  public func awaitsEnd(of request: RequestID) -> Bool { plans[request]?.occasion == .end }

  /// Moves a webhook that waits for the end of its request.
  public mutating func move(_ request: RequestID, to moment: Timestamp) {
    guard let plan = plans[request], plan.occasion == .end, plan.moment != moment else { return }
    self.plan(request, to: plan.target, at: moment, .end)
  }

  /// The moment at which to ask for what is due; nil when there is none, or no place is free.
  public var nextMoment: Timestamp? {
    mutating get {
      guard underWay.count < Self.underWayCountMax else { return nil }
      dropStaleEntries()
      return heap.min?.moment
    }
  }

  /// Takes out the webhooks that are to be sent now, which are on their way then.
  public mutating func takeDue(at now: Timestamp) -> [RequestID] {
    var due: [RequestID] = []
    for target in Array(setAside.keys) {
      while hasRoom(for: target), let request = takeAside(target) {
        begin(request, to: target)
        due.append(request)
      }
    }
    while underWay.count < Self.underWayCountMax {
      dropStaleEntries()
      guard let entry = heap.min, entry.moment <= now, let plan = plans[entry.request] else {
        break
      }
      heap.removeMin()
      plans[entry.request] = nil
      if hasRoom(for: plan.target) {
        begin(entry.request, to: plan.target)
        due.append(entry.request)
      } else {
        setAside[plan.target, default: []].append(entry.request)
      }
    }
    return due
  }

  /// Frees the place of a webhook; returns its target.
  public mutating func end(_ request: RequestID) -> String? {
    guard let target = underWay.removeValue(forKey: request) else { return nil }
    underWayCounts[target, default: 1] -= 1
    if underWayCounts[target] == 0 { underWayCounts[target] = nil }
    return target
  }

  private func hasRoom(for target: String) -> Bool {
    underWay.count < Self.underWayCountMax
      && underWayCounts[target, default: 0] < Self.underWayPerTargetCountMax
  }

  private mutating func begin(_ request: RequestID, to target: String) {
    underWay[request] = target
    underWayCounts[target, default: 0] += 1
  }

  private mutating func takeAside(_ target: String) -> RequestID? {
    let request = setAside[target]?.removeFirst()
    if setAside[target]?.isEmpty == true { setAside[target] = nil }
    return request
  }

  private mutating func dropStaleEntries() {
    while let entry = heap.min, plans[entry.request]?.moment != entry.moment { heap.removeMin() }
  }
}
