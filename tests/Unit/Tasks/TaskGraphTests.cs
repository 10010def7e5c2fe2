using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Tasks;
using Xunit;

namespace BootstrapVz.Test.Unit.Tasks;

public class TaskGraphTests
{
    [Fact]
    public void Order_is_by_phase_then_edges_then_name()
    {
        var graph = new TaskGraph([typeof(Wash), typeof(Zip), typeof(Buy), typeof(Iron), typeof(Air)]);

        // Air has no edge to anything: its name alone puts it first in its phase.
        Assert.Equal([nameof(Buy), nameof(Air), nameof(Wash), nameof(Iron), nameof(Zip)], graph.Order.Select(t => t.Type.Name));
    }

    [Fact]
    public void Order_does_not_depend_on_the_order_tasks_are_found_in()
    {
        Type[] tasks = [typeof(Wash), typeof(Zip), typeof(Buy), typeof(Iron), typeof(Air)];
        var expected = new TaskGraph(tasks).Order.Select(t => t.Type).ToList();

        for (var seed = 0; seed < 50; seed++)
        {
            var shuffled = tasks.ToArray();
            new Random(seed).Shuffle(shuffled);
            Assert.Equal(expected, new TaskGraph(shuffled).Order.Select(t => t.Type));
        }
    }

    [Fact]
    public void A_cycle_is_shown_as_a_path_with_the_attribute_that_closes_it()
    {
        var error = Assert.Throws<TaskGraphException>(() => new TaskGraph([typeof(Hen), typeof(Egg), typeof(Nest)]));

        Assert.Equal(error.Path[0], error.Path[^1]);
        Assert.Equal(4, error.Path.Count);
        Assert.StartsWith("tasks wait for each other: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(" -> ", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"^the edge that closes the circle is \[(After|Before)<\w+>\] on 'Test\.Unit\.Tasks\.TaskGraphTests\+\w+'$", error.Hint);
    }

    [Fact]
    public void A_task_that_waits_for_itself_is_a_cycle()
    {
        var error = Assert.Throws<TaskGraphException>(() => new TaskGraph([typeof(Narcissus)]));
        Assert.Equal([nameof(Narcissus), nameof(Narcissus)], error.Path.Select(p => p.Split('+')[^1]));
    }

    [Fact]
    public void An_edge_against_the_order_of_phases_is_an_error_that_names_the_attribute()
    {
        var error = Assert.Throws<TaskGraphException>(() => new TaskGraph([typeof(Wash), typeof(TooEarly)]));

        Assert.Contains("the phase comes later", error.Message, StringComparison.Ordinal);
        Assert.Contains("[After<Wash>] on 'Test.Unit.Tasks.TaskGraphTests+TooEarly'", error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_edge_to_an_unknown_task_is_an_error()
    {
        var error = Assert.Throws<TaskGraphException>(() => new TaskGraph([typeof(Iron)]));
        Assert.Contains(nameof(Wash), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_without_attribute_is_an_error() =>
        Assert.Throws<TaskGraphException>(() => new TaskGraph([typeof(Unmarked)]));

    [Fact]
    public void An_order_through_a_task_that_was_not_chosen_still_holds()
    {
        var graph = new TaskGraph([typeof(Wash), typeof(Iron), typeof(Zip), typeof(Air)]);
        var plan = Plans.Of(graph, tasks => tasks.Add<Zip>().Add<Wash>());

        Assert.Equal([nameof(Wash), nameof(Zip)], plan.Tasks.Select(t => t.Task.Type.Name));
        var edge = Assert.Single(plan.Tasks[1].After);
        Assert.Equal(nameof(Wash), edge.Task.Type.Name);
        Assert.Equal([nameof(Iron)], edge.Through.Select(t => t.Type.Name));
    }

    [Fact]
    public void A_plan_says_who_added_and_who_removed()
    {
        var graph = new TaskGraph([typeof(Wash), typeof(Air)]);
        var plan = Plans.Of(graph, tasks => tasks.Add<Wash>().Add<Air>(), ("tidy", tasks => tasks.Remove<Air>()));

        Assert.Equal("provider list", Assert.Single(plan.Tasks).AddedBy);
        Assert.Equal((nameof(Air), "plugin tidy"), (plan.Removed[0].Task.Type.Name, plan.Removed[0].By));
    }

    [Fact]
    public void A_chosen_task_that_is_not_known_is_an_error() =>
        Assert.Throws<TaskGraphException>(() => Plans.Of(new TaskGraph([typeof(Wash)]), tasks => tasks.Add<Air>()));

    private abstract class Nothing : BuildTask
    {
        public override Task RunAsync(BuildContext build, CancellationToken ct) => Task.CompletedTask;
    }

    [Task(Phase.Preparation, "Buying")]
    [Before<Wash>]
    private sealed class Buy : Nothing;

    [Task(Phase.SystemModification, "Washing")]
    private sealed class Wash : Nothing;

    [Task(Phase.SystemModification, "Ironing")]
    [After<Wash>]
    [Before<Zip>]
    private sealed class Iron : Nothing;

    [Task(Phase.SystemModification, "Zipping")]
    private sealed class Zip : Nothing;

    [Task(Phase.SystemModification, "Airing")]
    private sealed class Air : Nothing;

    [Task(Phase.Preparation, "Being early")]
    [After<Wash>]
    private sealed class TooEarly : Nothing;

    [Task(Phase.Cleaning, "Laying")]
    [After<Egg>]
    private sealed class Hen : Nothing;

    [Task(Phase.Cleaning, "Hatching")]
    [After<Nest>]
    private sealed class Egg : Nothing;

    [Task(Phase.Cleaning, "Nesting")]
    [After<Hen>]
    private sealed class Nest : Nothing;

    [Task(Phase.Cleaning, "Looking into the pond")]
    [After<Narcissus>]
    private sealed class Narcissus : Nothing;

    private sealed class Unmarked : Nothing;
}
