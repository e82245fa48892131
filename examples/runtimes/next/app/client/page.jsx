"use client";

import { useEffect, useState } from "react";
import { answers } from "../../answers.mjs";

export default function Page() {
  const [all, setAll] = useState();
  useEffect(() => {
    answers().then(setAll);
  }, []);
  return <pre>{JSON.stringify(all)}</pre>;
}
