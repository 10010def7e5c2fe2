using System.Xml.Linq;
using Xunit;

namespace BootstrapVz.Test.Unit.Cli;

public class GraphTests
{
    [Fact]
    public async Task The_drawing_is_well_formed_and_has_every_task_once()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("graph failing.yml --format svg --plugin-path {units}"));
        var drawing = XDocument.Parse(run.Out.ToString());
        var ids = drawing.Descendants().Select(e => e.Attribute("data-id")?.Value).OfType<string>().ToList();

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task No_two_tasks_of_the_whole_graph_overlap_and_all_lines_run_to_the_right()
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("graph --format svg"));
        var drawing = XDocument.Parse(run.Out.ToString());
        var boxes = drawing.Descendants().Where(e => e.Attribute("data-id") is not null)
            .Select(e => e.Elements().First(r => r.Name.LocalName == "rect"))
            .Select(r => (X: (int)r.Attribute("x")!, Y: (int)r.Attribute("y")!)).ToList();
        Assert.Equal(boxes.Count, boxes.Distinct().Count());

        foreach (var line in drawing.Descendants().Where(e => e.Attribute("data-from") is not null))
        {
            var path = line.Attribute("d")!.Value.Replace("M", "").Replace("C", "").Split(' ');
            Assert.True(int.Parse(path[0]) < int.Parse(path[^2]), line.ToString());
        }
    }

    [Theory]
    [InlineData("dot", "digraph tasks {")]
    [InlineData("html", "<!doctype html>")]
    public async Task Other_formats_begin_as_they_should(string format, string start)
    {
        using var run = new CommandRun();
        Assert.Equal(0, await run.RunAsync("graph good.yml --plugin-path {units} --format " + format));
        Assert.StartsWith(start, run.Out.ToString(), StringComparison.Ordinal);
    }
}
