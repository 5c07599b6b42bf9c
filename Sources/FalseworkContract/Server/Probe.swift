// Falsework
// SPDX-License-Identifier: MIT

/// One thing to be found out about a server.
public enum Probe: Sendable, Hashable {
  /// The model without a key, by a method that makes no job even where keys are not asked for.
  case anonymous
  /// The model with a key that is none.
  case malformedKey
  /// The model by a wrong method.
  case wrongMethod
  /// A browser's question whether it may submit.
  case preflight
  /// The endpoint's OpenAPI document.
  case document
  /// The keys by which webhooks are verified.
  case keys
  /// A request that does not exist.
  case unknown(View)
  /// A submission.
  case submit(ProbeJob)
  /// The result of a job that has just been submitted.
  case early(ProbeJob)
  /// The status of a job with a sub-path, under the whole id of its endpoint.
  case wholeID(ProbeJob)
  /// The status of a job, again and again until it has ended.
  case poll(ProbeJob)
  /// The status of a job at the end, once.
  case status(ProbeJob, Logs)
  /// The stream of a job's status.
  case stream(ProbeJob)
  /// The result of a job that has ended.
  case result(ProbeJob)
  /// A cancellation just after the submission.
  case cancel(ProbeJob)
  /// A cancellation of a job that has ended.
  case lateCancel(ProbeJob)
  /// The mesh.
  case mesh
  /// The first bytes of the mesh.
  case meshRange
  /// The mesh, unless it is as it was.
  case meshUnchanged

  /// What is asked of a request.
  public enum View: String, Sendable, Hashable, CaseIterable {
    case status, result, cancel
  }

  /// Whether a status is asked for with its log.
  public enum Logs: Sendable, Hashable {
    case without, with
  }

  /// What it is called in reports.
  public var name: String {
    switch self {
    case .anonymous: "the model without a key"
    case .malformedKey: "the model with a malformed key"
    case .wrongMethod: "the model by GET"
    case .preflight: "the preflight of a submission"
    case .document: "the OpenAPI document"
    case .keys: "the keys of webhooks"
    case .unknown(let view): "\(view.rawValue) of an unknown request"
    case .submit(let job): "submission of the \(job.rawValue) job"
    case .early(let job): "early result of the \(job.rawValue) job"
    case .wholeID(let job): "status of the \(job.rawValue) job under the whole id"
    case .poll(let job), .status(let job, .without): "status of the \(job.rawValue) job"
    case .status(let job, .with): "status of the \(job.rawValue) job with its log"
    case .stream(let job): "status stream of the \(job.rawValue) job"
    case .result(let job): "result of the \(job.rawValue) job"
    case .cancel(let job): "cancellation of the \(job.rawValue) job"
    case .lateCancel(let job): "late cancellation of the \(job.rawValue) job"
    case .mesh: "the mesh"
    case .meshRange: "the first bytes of the mesh"
    case .meshUnchanged: "the mesh if it has changed"
    }
  }

  /// The job that it is about.
  var job: ProbeJob? {
    switch self {
    case .submit(let job), .early(let job), .wholeID(let job), .poll(let job),
      .status(let job, _), .stream(let job), .result(let job), .cancel(let job),
      .lateCancel(let job):
      job
    case .mesh, .meshRange, .meshUnchanged: .sound
    case .anonymous, .malformedKey, .wrongMethod, .preflight, .document, .keys, .unknown: nil
    }
  }

  /// What must have been answered before it can be asked.
  public var dependency: Probe? {
    switch self {
    case .submit, .anonymous, .malformedKey, .wrongMethod, .preflight, .document, .keys, .unknown:
      nil
    case .early(let job), .wholeID(let job), .poll(let job), .status(let job, _),
      .stream(let job), .result(let job), .cancel(let job), .lateCancel(let job):
      .submit(job)
    case .mesh: .result(.sound)
    case .meshRange, .meshUnchanged: .mesh
    }
  }

  /// Whether it is about a job that there is.
  var isAboutJob: Bool {
    switch self {
    case .submit, .early, .poll, .status, .stream, .result, .cancel, .lateCancel: true
    case .anonymous, .malformedKey, .wrongMethod, .preflight, .document, .keys, .unknown, .wholeID,
      .mesh, .meshRange, .meshUnchanged:
      false
    }
  }
}
