using System.Text.Json.Serialization;
using BootstrapVz.Base.Progress;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Remote.Protocol;

/// <summary>What a builder tells its front; one line of JSON each, told apart by <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(HelloMessage), "hello")]
[JsonDerivedType(typeof(PlanMessage), "plan")]
[JsonDerivedType(typeof(TaskStartedMessage), "taskStarted")]
[JsonDerivedType(typeof(TaskFinishedMessage), "taskFinished")]
[JsonDerivedType(typeof(TaskReusedMessage), "taskReused")]
[JsonDerivedType(typeof(ProgressMessage), "progress")]
[JsonDerivedType(typeof(LogMessage), "log")]
[JsonDerivedType(typeof(QuestionMessage), "question")]
[JsonDerivedType(typeof(RollbackMessage), "rollback")]
[JsonDerivedType(typeof(ResultMessage), "result")]
[JsonDerivedType(typeof(FailureMessage), "failure")]
public abstract record BuilderMessage;

/// <summary>The first message: who speaks and which protocol.</summary>
public sealed record HelloMessage(string Version, int Protocol) : BuilderMessage;

/// <summary>The tasks that will run, in order; later messages name them by index.</summary>
public sealed record PlanMessage(IReadOnlyList<PlanTask> Tasks) : BuilderMessage;

/// <summary>A task of the plan.</summary>
public sealed record PlanTask(string Name, string Phase, string Description, string AddedBy);

/// <summary>A task starts. Rollback tasks that stand in no plan have index -1.</summary>
public sealed record TaskStartedMessage(int Index, string Phase, string Description) : BuilderMessage;

/// <summary>A task ended well.</summary>
public sealed record TaskFinishedMessage(int Index, double Seconds) : BuilderMessage;

/// <summary>A task need not run: its result comes from the cache.</summary>
public sealed record TaskReusedMessage(int Index) : BuilderMessage;

/// <summary>How far a long step has come; replaces what the same counter said before.</summary>
public sealed record ProgressMessage(string Counter, long Done, long Total, string Unit) : BuilderMessage;

/// <summary>A line for the log.</summary>
public sealed record LogMessage(LogLevel Level, string Text) : BuilderMessage;

/// <summary>The builder waits until this is answered.</summary>
public sealed record QuestionMessage(int Id, string Text) : BuilderMessage;

/// <summary>Something failed; this many tasks undo what was done.</summary>
public sealed record RollbackMessage(int Tasks) : BuilderMessage;

/// <summary>The last message of a build that went well.</summary>
/// <param name="Images">The finished images.</param>
/// <param name="Packages">The packages in them.</param>
/// <param name="Phases">Seconds per phase, in order.</param>
public sealed record ResultMessage(
    IReadOnlyList<ImageFile> Images,
    IReadOnlyList<InstalledPackage> Packages,
    IReadOnlyDictionary<string, double> Phases) : BuilderMessage
{
    /// <summary>The time that what the build made is dated with, in seconds since 1970: <c>SOURCE_DATE_EPOCH</c> of a build that repeats it.</summary>
    public long? Epoch { get; init; }

    /// <summary>How many trees and images the build had to make.</summary>
    public int Layers { get; init; }

    /// <summary>How many of them came from the cache.</summary>
    public int LayersReused { get; init; }
}

/// <summary>The last message of a build that failed.</summary>
/// <param name="ExitCode">What the program ends with.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Hint">What to do next.</param>
/// <param name="Detail">The stack trace.</param>
public sealed record FailureMessage(int ExitCode, string Message, string? Hint = null, string? Detail = null) : BuilderMessage;
