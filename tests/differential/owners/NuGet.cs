using System;
using System.IO;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

/*
 * NuGet.Versioning, which nuget.exe has inside. This program must bear another name than that. NuGet follows SemVer 2.0 by its
 * documentation; its program takes "-1" in a pre-release for a number, and numbers beyond 32 bits for words. No answer for
 * these.
 */
static class Owner
{
	static readonly Regex Unlike = new Regex(@"[-.]-[0-9]|[0-9]{10}");

	static void Main(string[] arguments)
	{
		Type type = Assembly.LoadFrom(arguments[0]).GetType("NuGet.Versioning.NuGetVersion", true);
		MethodInfo parse = type.GetMethod("TryParse", new[] { typeof(string), type.MakeByRefType() });
		var output = new StringBuilder();
		string line;
		while ((line = Console.In.ReadLine()) != null) {
			string[] pair = line.Split('\t');
			object a = Read(parse, pair[0]), b = Read(parse, pair[1]);
			int order = a == null || b == null || Unlike.IsMatch(line) ? 2 : Math.Sign(((IComparable)a).CompareTo(b));
			output.Append("<=>?"[order + 1]).Append('\n');
		}
		Console.Out.Write(output);
	}

	static object Read(MethodInfo parse, string text)
	{
		object[] slots = { text, null };
		return (bool)parse.Invoke(null, slots) ? slots[1] : null;
	}
}
