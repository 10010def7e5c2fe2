using BootstrapVz.Base.Tasks;
using Xunit;

namespace BootstrapVz.Test.Unit.Tasks;

public sealed class StageTests
{
    [Fact]
    public void A_plan_is_cut_at_phases_and_after_kept_trees_and_sealed_from_what_sees_everything()
    {
        var stages = Stages(tasks => tasks.Add<Install>().Add<Early>().Add<Keep>().Add<Aardvark>().Add<Command>().Add<Clean>().Add<Write>());
        Assert.Equal(["minimal system", "kept", "system", "finished system"], stages.Select(s => s.Name));
        Assert.Equal([nameof(Early), nameof(Keep)], stages[1].Tasks.Select(t => t.Type.Name));
        Assert.Equal([nameof(Aardvark)], stages[2].Tasks.Select(t => t.Type.Name));
        Assert.Equal([false, false, false, true], stages.Select(s => s.Sealed));
    }

    [Fact]
    public void The_kept_tree_that_needs_fewer_tasks_comes_first()
    {
        var stages = Stages(tasks => tasks.Add<AlsoKeep>().Add<AlsoEarly>().Add<Early>().Add<Keep>().Add<Aardvark>());
        Assert.Equal(["kept", "also kept", "system"], stages.Select(s => s.Name));
        Assert.Equal([nameof(AlsoEarly), nameof(AlsoKeep)], stages[1].Tasks.Select(t => t.Type.Name));
    }

    [Fact]
    public void Same_values_have_the_same_text_and_others_another()
    {
        object?[] values =
        [
            null, "", "a", "ab", 1, 1.5, true, false, new[] { "a", "b" }, new[] { "ab" }, Array.Empty<string>(), Phase.Cleaning, new Uri("http://a/"),
            new Record("a", 1, ["x"]), new Record("a", 1, []), new Record(null, 1, []), new Record("a", 2, []), new Dictionary<string, int> { ["a"] = 1 }, new Word("x"), new Word("y"),
        ];
        Assert.Equal(values.Length, values.Select(ContentText.Of).Distinct().Count());
        Assert.Equal(ContentText.Digest(new Record("a", 1, ["x"])), ContentText.Digest(new Record("a", 1, ["x"])));
    }

    [Fact]
    public void A_value_that_shows_nothing_of_itself_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => ContentText.Of(new object()));

    private static IReadOnlyList<Stage> Stages(Action<TaskSet> choose)
    {
        var graph = new TaskGraph(typeof(StageTests).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(BuildTask))));
        return Stage.Of(BuildPlan.For(Plans.ManifestOf(choose), graph));
    }

    private sealed record Record(string? Text, int Number, IReadOnlyList<string> Items);

    private sealed class Word(string text)
    {
        public override string ToString() => text;
    }

    private abstract class Quick : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => Task.CompletedTask;
    }

    [Task(Phase.OsInstallation, "Installing")]
    private sealed class Install : Quick;

    [Task(Phase.SystemModification, "Coming by name before everything")]
    private sealed class Aardvark : Quick;

    [Task(Phase.SystemModification, "Coming by name before the first kept tree")]
    [Before<AlsoKeep>]
    private sealed class AlsoEarly : Quick;

    [Task(Phase.SystemModification, "Also keeping")]
    [After<Keep>]
    [KeepsTree("also kept")]
    private sealed class AlsoKeep : Quick;

    [Task(Phase.SystemModification, "Leading to a kept tree")]
    [Before<Keep>]
    private sealed class Early : Quick;

    [Task(Phase.SystemModification, "Keeping the tree")]
    [KeepsTree("kept")]
    private sealed class Keep : Quick;

    [Task(Phase.UserModification, "Running a command")]
    [SeesEverything]
    private sealed class Command : Quick;

    [Task(Phase.SystemCleaning, "Cleaning")]
    private sealed class Clean : Quick;

    [Task(Phase.VolumePreparation, "Writing the image")]
    private sealed class Write : Quick;
}
