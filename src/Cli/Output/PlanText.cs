using System.Globalization;
using System.Text.Json;
using BootstrapVz.Base.Tasks;

namespace BootstrapVz.Cli.Output;

/// <summary>Prints plans.</summary>
internal static class PlanText
{
    /// <summary>By phase: what each task does, its class, who added it and what it waits for.</summary>
    public static void Write(TextWriter to, string manifest, BuildPlan plan)
    {
        var units = plan.Tasks.Select(t => t.AddedBy).Distinct().Count();
        to.WriteLine($"{manifest}: {Count(plan.Tasks.Count, "task")} of {Count(units, "unit")}");
        var names = ShortNames(plan);
        var number = 0;
        foreach (var phase in plan.Tasks.GroupBy(t => t.Task.Phase))
        {
            to.WriteLine();
            to.WriteLine(PhaseText.Title(phase.Key.ToString()));
            foreach (var planned in phase)
            {
                number++;
                to.WriteLine($"{number.ToString(CultureInfo.InvariantCulture),4}  {planned.Task.Description}");
                to.WriteLine($"      {planned.Task.Name}, by {planned.AddedBy}");
                foreach (var edge in planned.After)
                    to.WriteLine("      after " + names(edge.Task) + Through(edge, names));
            }
        }

        if (plan.Removed.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("Removed");
            foreach (var (task, by) in plan.Removed)
            {
                to.WriteLine($"   -  {task.Description}");
                to.WriteLine($"      {task.Name}, by {by}");
            }
        }
    }

    /// <summary>The same as JSON.</summary>
    public static void WriteJson(TextWriter to, string manifest, BuildPlan plan)
    {
        var document = new PlanDocument(
            manifest,
            [.. plan.Tasks.GroupBy(t => t.Task.Phase).Select(phase => new PlanPhase(phase.Key.ToString(), [.. phase.Select(Entry)]))],
            [.. plan.Removed.Select(r => new PlanRemoved(r.Task.Name, r.Task.Description, r.By))]);
        to.WriteLine(JsonSerializer.Serialize(document, OutputJson.Default.PlanDocument));
    }

    private static PlanEntry Entry(PlannedTask planned) => new(
        planned.Task.Name,
        planned.Task.Description,
        planned.AddedBy,
        [.. planned.After.Select(e => new PlanWait(e.Task.Name, [.. e.Through.Select(t => t.Name)]))]);

    private static string Through(PlannedEdge edge, Func<TaskInfo, string> names) =>
        edge.Through.Count == 0 ? "" : " (through " + string.Join(", ", edge.Through.Select(names)) + ", not in this plan)";

    // A class name says enough while it is the only one of that name.
    private static Func<TaskInfo, string> ShortNames(BuildPlan plan)
    {
        var all = plan.Tasks.SelectMany(t => t.After.SelectMany(e => e.Through.Append(e.Task)).Append(t.Task)).DistinctBy(t => t.Type);
        var twice = all.GroupBy(t => t.Type.Name).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return task => twice.Contains(task.Type.Name) ? task.Name : task.Type.Name;
    }

    private static string Count(int count, string what) =>
        count.ToString(CultureInfo.InvariantCulture) + " " + what + (count == 1 ? "" : "s");
}
