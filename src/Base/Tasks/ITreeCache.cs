namespace BootstrapVz.Base.Tasks;

/// <summary>Keeps what a build has made after each stage, and finds it again for a build that would make the same.</summary>
public interface ITreeCache
{
    /// <summary>Puts the tree of the last stage that is known in place, unless the image itself is there already.</summary>
    /// <param name="stages">The stages that change the tree.</param>
    /// <param name="image">The tasks that make the image from it.</param>
    /// <param name="ct">Stops it.</param>
    Task<Reuse> RestoreAsync(IReadOnlyList<Stage> stages, Stage image, CancellationToken ct);

    /// <summary>A stage is about to be made: when another build is making the same, waits for it and puts its tree in place.</summary>
    /// <returns>Whether the stage need not be made any more.</returns>
    Task<bool> JoinAsync(Stage stage, CancellationToken ct);

    /// <summary>A stage begins.</summary>
    /// <returns>Where everything its tasks read is noted.</returns>
    InputLog Begin(Stage stage);

    /// <summary>A stage is done. What the tasks noted is read before this returns, the tree before what it returns has ended.</summary>
    Task KeepAsync(Stage stage, CancellationToken ct);

    /// <summary>The image is done.</summary>
    Task KeepImageAsync(Stage image, CancellationToken ct);
}

/// <summary>What need not be made.</summary>
/// <param name="Stages">How many stages of the tree.</param>
/// <param name="Image">Whether the image is there, too.</param>
public readonly record struct Reuse(int Stages, bool Image);
