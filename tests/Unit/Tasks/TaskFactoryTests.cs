using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using Xunit;
using TaskFactory = BootstrapVz.Base.Tasks.TaskFactory;

namespace BootstrapVz.Test.Unit.Tasks;

public sealed class TaskFactoryTests
{
    [Fact]
    public void A_task_may_ask_for_a_section_and_then_depends_on_nothing_else_of_its_unit()
    {
        var before = FactoryOf(new Options { Size = new(1), Speed = new("low") });
        var inputs = new InputLog();
        before.Create(TaskInfo.Of(typeof(AsksForSize)), inputs);

        Assert.Equal(["options Size"], inputs.Digests.Keys);
        Assert.Equal(inputs.Digests["options Size"], FactoryOf(new Options { Size = new(1), Speed = new("high") }).DigestOf("options Size"));
        Assert.NotEqual(inputs.Digests["options Size"], FactoryOf(new Options { Size = new(2), Speed = new("low") }).DigestOf("options Size"));
    }

    [Fact]
    public void A_section_that_stands_twice_is_nobodys()
    {
        var error = Assert.Throws<TaskGraphException>(() => FactoryOf(new Twice { First = new(1), Second = new(2) }).Create(TaskInfo.Of(typeof(AsksForSize))));
        Assert.Contains("'Size'", error.Message);
    }

    [Fact]
    public void Of_two_sections_with_one_name_no_tree_is_taken_for_the_others() =>
        Assert.Null(FactoryOf(new Options { Size = new(1) }, new Other.Options { Size = new(1) }).DigestOf("options Size"));

    private static TaskFactory FactoryOf(params object[] options) => new(Plans.ManifestWith(options), new());

    private sealed record Size(int Value);

    private sealed record Speed(string Value);

    private sealed record Options
    {
        public Size? Size { get; init; }

        public Speed? Speed { get; init; }
    }

    private sealed record Twice
    {
        public Size? First { get; init; }

        public Size? Second { get; init; }
    }

    private static class Other
    {
        internal sealed record Size(int Value);

        internal sealed record Options
        {
            public Size? Size { get; init; }
        }
    }

    [Task(Phase.Preparation, "Asking")]
    private sealed class AsksForSize(Size size) : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => throw new InvalidOperationException($"{size}");
    }
}
