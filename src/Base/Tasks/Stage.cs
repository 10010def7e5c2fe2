namespace BootstrapVz.Base.Tasks;

/// <summary>A part of a build whose result can be kept: a run of tasks that change the image's tree and nothing else.</summary>
/// <param name="Name">What is there afterwards.</param>
/// <param name="Tasks">Its tasks, in order.</param>
/// <param name="Sealed">Whether a task of it depends on things this program cannot see, so that the result is no later build's.</param>
public sealed record Stage(string Name, IReadOnlyList<TaskInfo> Tasks, bool Sealed)
{
    /// <summary>The name of the stage that makes the image from the tree.</summary>
    public const string ImageName = "image";

    /// <summary>Cuts a plan into stages: at the ends of phases, and after tasks that say so.</summary>
    public static IReadOnlyList<Stage> Of(BuildPlan plan)
    {
        var stages = new List<Stage>();
        var open = new List<TaskInfo>();
        foreach (var task in plan.Tasks.Select(planned => planned.Task).Where(InTree))
        {
            if (open.Count > 0 && NameOf(open[^1].Phase) != NameOf(task.Phase))
                Close(NameOf(open[^1].Phase));
            open.Add(task);
            if (task.Keeps is { } name)
                Close(name);
        }

        if (open.Count > 0)
            Close(NameOf(open[^1].Phase));
        return stages;

        void Close(string name)
        {
            stages.Add(new(name, [.. open], stages is [.., { Sealed: true }] || open.Exists(t => t.SeesEverything)));
            open.Clear();
        }
    }

    /// <summary>Whether a task belongs to a stage: it changes the tree.</summary>
    public static bool InTree(TaskInfo task) => task.Phase is >= Phase.OsInstallation and <= Phase.SystemCleaning;

    /// <summary>The tasks that make the image from the tree.</summary>
    public static Stage Image(BuildPlan plan) => new(
        ImageName, [.. plan.Tasks.Select(planned => planned.Task).Where(t => t.Phase is >= Phase.RootUnmounting and <= Phase.ImageRegistration)],
        plan.Tasks.Any(planned => planned.Task.SeesEverything));

    private static string NameOf(Phase phase) => phase switch
    {
        Phase.OsInstallation => "minimal system",
        Phase.PackageInstallation => "packages",
        Phase.SystemModification => "system",
        _ => "finished system",
    };
}
