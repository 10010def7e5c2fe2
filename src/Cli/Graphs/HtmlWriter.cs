using System.Net;

namespace BootstrapVz.Cli.Graphs;

/// <summary>Puts the drawing on a page that answers the pointer: a task lights up with all it waits for and all that waits for it.</summary>
internal static class HtmlWriter
{
    /// <summary>Writes the page; it needs nothing else.</summary>
    public static void Write(TextWriter to, TaskMap map)
    {
        var page = Asset("page.html").Split("<!-- map -->");
        to.Write(page[0]
            .Replace("{title}", WebUtility.HtmlEncode(map.Title), StringComparison.Ordinal)
            .Replace("/* style */", Asset("graph.css"), StringComparison.Ordinal));
        new SvgWriter(to, map).Write();
        to.Write(page[1].Replace("/* script */", Asset("graph.js"), StringComparison.Ordinal));
    }

    private static string Asset(string name)
    {
        using var stream = typeof(HtmlWriter).Assembly.GetManifestResourceStream("Graphs/assets/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
